using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Longshore.Core.Scan;
using Longshore.Core.Ship;
using Longshore.Model;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.S3;
using Longshore.Sandbox.S3.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Longshore.Stage;

/// <summary>
/// The whole of Longshore on a stage: S3 with the policies of <c>knative/iam</c>, a broker that obeys <c>knative/base</c>, a
/// volume with something secret beside it, and the functions, in this process or in others. Everything is new for each cluster
/// and gone after it.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    public const string Bucket = "harbour";
    public const string VolumeName = "longshore/longshore-volume";
    private const string Account = "123456789012";
    public const string ExternalId = "stage-external-id";
    public const string AccessKey = "AKIASTAGE00000000000";
    public const string SecretKey = "stage-secret-key";

    private static readonly ClusterManifests Manifests = ClusterManifests.Load(Repository.Manifests);
    private readonly ShiftedTime _objectTime = new(TimeSpan.Zero);
    private readonly Dictionary<string, WebApplication> _apps = [];
    private readonly Dictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly string _folder;

    static Cluster()
    {
        // The base identity of every function comes from the SDK's own chain, which reads the environment.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", SecretKey);
        Environment.SetEnvironmentVariable("AWS_REGION", "us-east-1");
    }

    private Cluster(StageOptions options)
    {
        Options = options;
        Time = new ShiftedTime(options.Ahead, options.Speed);
        _folder = Folders.Make(options.InMemory);
        Directory.CreateDirectory(Volume);
        Directory.CreateDirectory(Outside);
        Directory.CreateDirectory(Logs);
    }

    public StageOptions Options { get; }

    public ShiftedTime Time { get; }

    /// <summary>All functions of <c>knative/base</c>.</summary>
    public static string[] Functions { get; } = [.. Manifests.Services.Select(static service => service.Name)];

    /// <summary>
    /// Time passes: what is put from now on is so much younger than what was put before, and the functions' clock is as far
    /// ahead.
    /// </summary>
    public void MoveOn(TimeSpan ahead) => Time.Ahead = _objectTime.Ahead = ahead;

    public string Volume => Path.Combine(_folder, "volume");

    /// <summary>Beside the volume: nothing in it may be read into S3 or deleted.</summary>
    public string Outside => Path.Combine(_folder, "outside");

    /// <summary>What processes of their own have written.</summary>
    public string Logs => Path.Combine(_folder, "logs");

    public S3Server S3 { get; private set; } = null!;

    public SandboxBroker Broker { get; private set; } = null!;

    public Bucket Objects => S3.Store.Bucket(Bucket);

    public Dictionary<string, EventChaos> Chaos { get; } = new(StringComparer.Ordinal);

    public Uri Sink { get; private set; } = null!;

    /// <summary>One user who may do everything, whose keys are the base identity of this process.</summary>
    public static IamDirectory Administrator() => IamDirectory.WithAdministrator(AccessKey, SecretKey);

    public static async Task<Cluster> StartAsync(StageOptions? options = null)
    {
        var cluster = new Cluster(options ?? new StageOptions());
        var cancellation = TestContext.Current.CancellationToken;
        cluster.S3 = await S3Server.StartAsync(new S3ServerOptions
        {
            Iam = LongshoreIam.Load(Repository.Iam, new IamPlaceholders(Bucket, Account, ExternalId), AccessKey, SecretKey),
            Buckets = [Bucket],
            MinimumPartSize = cluster.Options.SmallParts ? 1 : 5 << 20,
            Time = cluster.Options.StoreTime ?? TimeProvider.System,
            ObjectTime = cluster.Options.StoreTime ?? cluster._objectTime,
        }, cancellation);
        if (cluster.Options.Versioned)
            cluster.Objects.Versioning = VersioningState.Enabled;
        foreach (var service in Manifests.Services)
            cluster._addresses[service.Name] = new Uri("http://127.0.0.1:1");
        cluster.Broker = await SandboxBroker.StartAsync(new SandboxBrokerOptions
        {
            Manifests = Manifests,
            Services = cluster._addresses,
            BackoffScale = 0.001,
            AnswerAtOnce = cluster.Options.AnswerAtOnce,
        }, cancellation);
        var broker = Manifests.Brokers.Single();
        cluster.Sink = cluster.Broker.SinkOf(broker.Namespace, broker.Name);
        foreach (var service in Manifests.Services.Where(service => !cluster.Options.Elsewhere.Contains(service.Name)))
            await cluster.StartFunctionAsync(service.Name);
        return cluster;
    }

    /// <summary>Starts a function in this process with more settings, in place of one that runs or of one elsewhere.</summary>
    public async Task StartFunctionAsync(string function, params (string Name, string Value)[] more)
    {
        await StopFunctionAsync(function);
        var builder = FunctionHost.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(SettingsOf(function));
        builder.Configuration.AddInMemoryCollection(
            more.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
        builder.Logging.ClearProviders();
        if (Options.Log is { } log)
            builder.Logging.AddProvider(new LineLogger(function, log));
        if (!Chaos.TryGetValue(function, out var chaos))
            Chaos[function] = chaos = new EventChaos(function, () => AddressOf(function));
        builder.Services.AddSingleton<IStartupFilter>(chaos);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.AddLongshore();
        if (Options.SmallParts)
            builder.Services.PostConfigure<SyncOptions>(sync => sync.WholeUpTo = StageOptions.PartBytes);
        if (Options.EventBytes is { } room)
            builder.Services.PostConfigure<ScheduleOptions>(schedule => schedule.EventBytes = room);
        Options.Services?.Invoke(function, builder.Services);
        var app = FunctionHost.Build(builder);
        await app.StartAsync();
        _apps[function] = app;
        Direct(function, new Uri(FunctionHost.AddressesOf(app)
            .First(address => address.StartsWith("http:", StringComparison.Ordinal))));
    }

    /// <summary>As SIGTERM does; the broker finds nobody there then.</summary>
    public async Task StopFunctionAsync(string function)
    {
        if (!_apps.Remove(function, out var running))
            return;
        await running.StopAsync();
        await running.DisposeAsync();
    }

    /// <summary>Returns once no function in this process works on any event.</summary>
    /// <exception cref="TimeoutException">One still does after 20 seconds: it is stuck.</exception>
    public async Task QuietAsync()
    {
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        while (Chaos.Values.FirstOrDefault(chaos => !chaos.Quiet) is { } busy)
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(20))
                throw new TimeoutException($"{busy.Function} works on an event that nobody waits for any more.");
            await Task.Delay(1);
        }
    }

    public IServiceProvider Services(string function) => _apps[function].Services;

    /// <summary>Where the broker finds a function from now on.</summary>
    public void Direct(string function, Uri address) => _addresses[function] = address;

    public Uri AddressOf(string function) => _addresses[function];

    public Dictionary<string, string?> SettingsOf(string function)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["PORT"] = "0",
            ["FUNCTIONS"] = function,
            ["K_SINK"] = Sink.ToString(),
            ["Host:Address"] = "127.0.0.1",
            // The default is over after three seconds at this speed, which a busy machine needs for itself.
            ["Host:Deadline"] = Options.Speed > 1 ? "PT12M" : "PT4M30S",
            ["Volume:Root"] = Volume,
            ["Volume:Name"] = VolumeName,
            ["Schedule:MinAge"] = "PT2S",
            ["S3:Bucket"] = Bucket,
            ["S3:ServiceUrl"] = S3.Endpoint.ToString(),
            ["S3:StsUrl"] = S3.Endpoint.ToString(),
            ["S3:ForcePathStyle"] = "true",
            ["S3:RoleArn"] = $"arn:aws:iam::{Account}:role/{LongshoreIam.RoleName(function)}",
            ["S3:ExternalId"] = ExternalId,
        };
        if (Options.SmallParts)
            settings["Sync:PartBytes"] = $"{StageOptions.PartBytes}";
        foreach (var (name, value) in Options.Settings)
            settings[name] = value;
        return settings;
    }

    public Task<HttpResponseMessage> ScanAsync(string data = "{}", string? id = null) =>
        PublishAsync("dev.longshore.scan.requested", data, id);

    /// <summary>Posts to the broker, which answers when everything that follows has been handled.</summary>
    public Task<HttpResponseMessage> PublishAsync(
        string type, string data, string? id = null, params (string Name, string Value)[] extensions) =>
        PostAsync(Sink, type, data, id, extensions);

    /// <summary>Posts to a function as the broker would.</summary>
    public Task<HttpResponseMessage> SendAsync(
        string function, string type, string data, string? id = null, params (string Name, string Value)[] extensions) =>
        PostAsync(AddressOf(function), type, data, id, extensions);

    /// <summary>Events of a type that the broker took, each id once, oldest first.</summary>
    public IReadOnlyList<WireEvent> Events(string type) => [.. Broker.Log.Snapshot()
        .Where(flowed => flowed.Step is FlowStep.Received or FlowStep.Replied && flowed.Event.Type == type)
        .Select(flowed => flowed.Event).DistinctBy(flowed => flowed.Id)];

    /// <summary>The data of these events.</summary>
    public IReadOnlyList<JsonElement> Payloads(string type) => [.. Events(type).Select(e => Json.Of(e.Data))];

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Values)
            await app.DisposeAsync();
        await Broker.DisposeAsync();
        await S3.DisposeAsync();
        _client.Dispose();
        Folders.Delete(_folder);
    }

    public async Task<HttpResponseMessage> PostAsync(
        Uri to, string type, string data, string? id, (string Name, string Value)[] extensions)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(data));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.Add("ce-specversion", "1.0");
        content.Headers.Add("ce-type", type);
        content.Headers.Add("ce-source", "/stage");
        content.Headers.Add("ce-id", id ?? Guid.NewGuid().ToString());
        foreach (var (name, value) in extensions)
            content.Headers.Add($"ce-{name}", value);
        try
        {
            return await _client.PostAsync(to, content, TestContext.Current.CancellationToken);
        }
        catch (TaskCanceledException error) when (error.InnerException is TimeoutException)
        {
            var flow = Broker.Log.Snapshot().TakeLast(40)
                .Select(step => $"{step.Step} {step.Event.Type} {step.Event.Id} {step.Subscriber} {step.Status}");
            var running = Functions.Select(name => $"{name}: {Broker.Running(name)}");
            throw new TimeoutException(
                $"{type} was not answered. Deliveries now: {string.Join(", ", running)}.\n{string.Join('\n', flow)}", error);
        }
    }
}
