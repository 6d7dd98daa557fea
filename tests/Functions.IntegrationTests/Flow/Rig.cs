using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Longshore.Model;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.S3;
using Longshore.Sandbox.S3.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Longshore.IntegrationTests.Flow;

/// <summary>
/// The whole of Longshore in one process: the four functions, each with its own role, port and settings as in a cluster, a broker
/// that obeys
/// <c>knative/base</c>, S3 with the policies of <c>knative/iam</c>, and a volume in a temporary directory.
/// </summary>
internal sealed class Rig : IAsyncDisposable
{
    public const string Bucket = "harbour";
    private const string Account = "123456789012";
    private const string ExternalId = "rig-external-id";
    public const string AccessKey = "AKIARIG0000000000000";
    public const string SecretKey = "rig-secret-key";

    private readonly Dictionary<string, WebApplication> _functions = [];
    private readonly Dictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _settings;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(2) };

    static Rig()
    {
        // The base identity of every function comes from the SDK's own chain, which reads the environment.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", SecretKey);
        Environment.SetEnvironmentVariable("AWS_REGION", "us-east-1");
    }

    private Rig(RigOptions options)
    {
        Options = options;
        Clock = new ShiftedTime(options.Ahead);
        _settings = new Dictionary<string, string?>(options.Settings, StringComparer.OrdinalIgnoreCase);
    }

    public RigOptions Options { get; }

    /// <summary>The functions' clock.</summary>
    public ShiftedTime Clock { get; }

    public string Volume { get; } = Directory.CreateTempSubdirectory("longshore-volume-").FullName;

    public S3Server S3 { get; private set; } = null!;

    public SandboxBroker Broker { get; private set; } = null!;

    public Bucket Objects => S3.Store.Bucket(Bucket);

    public Uri Sink { get; private set; } = null!;

    /// <summary>One user who may do everything, whose keys are the base identity of this process.</summary>
    public static IamDirectory Administrator() => IamDirectory.WithAdministrator(AccessKey, SecretKey);

    public static async Task<Rig> StartAsync(RigOptions? options = null)
    {
        var rig = new Rig(options ?? new RigOptions());
        var cancellation = TestContext.Current.CancellationToken;
        rig.S3 = await S3Server.StartAsync(new S3ServerOptions
        {
            Iam = LongshoreIam.Load(Path.Combine(Repository.Root, "knative", "iam"),
                new IamPlaceholders(Bucket, Account, ExternalId), AccessKey, SecretKey),
            Buckets = [Bucket],
        }, cancellation);
        if (rig.Options.Versioned)
            rig.Objects.Versioning = VersioningState.Enabled;
        var manifests = ClusterManifests.Load(Path.Combine(Repository.Root, "knative", "base"));
        foreach (var service in manifests.Services)
            rig._addresses[service.Name] = new Uri("http://127.0.0.1:1");
        rig.Broker = await SandboxBroker.StartAsync(new SandboxBrokerOptions
        {
            Manifests = manifests,
            Services = rig._addresses,
            BackoffScale = 0.001,
            AnswerAtOnce = rig.Options.AnswerAtOnce,
        }, cancellation);
        var broker = manifests.Brokers.Single();
        rig.Sink = rig.Broker.SinkOf(broker.Namespace, broker.Name);
        foreach (var service in manifests.Services)
            await rig.StartFunctionAsync(service.Name);
        return rig;
    }

    /// <summary>Starts a function with the rig's settings and <paramref name="more"/>, in place of one that runs.</summary>
    public async Task StartFunctionAsync(string name, params (string Name, string Value)[] more)
    {
        if (_functions.Remove(name, out var running))
            await running.DisposeAsync();
        var function = name.Replace("longshore-", "", StringComparison.Ordinal);
        var builder = FunctionHost.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PORT"] = "0",
            ["FUNCTIONS"] = function,
            ["K_SINK"] = Sink.ToString(),
            ["Host:Address"] = "127.0.0.1",
            ["Volume:Root"] = Volume,
            ["Volume:Name"] = "longshore/longshore-volume",
            ["Schedule:MinAge"] = "PT2S",
            ["S3:Bucket"] = Bucket,
            ["S3:ServiceUrl"] = S3.Endpoint.ToString(),
            ["S3:StsUrl"] = S3.Endpoint.ToString(),
            ["S3:ForcePathStyle"] = "true",
            ["S3:RoleArn"] = $"arn:aws:iam::{Account}:role/{LongshoreIam.RoleName(function)}",
            ["S3:ExternalId"] = ExternalId,
        });
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Configuration.AddInMemoryCollection(
            more.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        var app = FunctionHost.Build(builder.AddLongshore());
        await app.StartAsync();
        _functions[name] = app;
        _addresses[name] =
            new Uri(FunctionHost.AddressesOf(app).First(address => address.StartsWith("http:", StringComparison.Ordinal)));
    }

    /// <summary>Writes a file whose name may hold folders.</summary>
    public byte[] Write(string path, int bytes = 100, int seed = 0)
    {
        var content = new byte[bytes];
        new Random(HashCode.Combine(path, seed)).NextBytes(content);
        var full = Path.Combine(Volume, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return content;
    }

    public bool OnVolume(string path) => File.Exists(Path.Combine(Volume, path));

    /// <summary>Paths of the files left on the volume, Longshore's own folder aside.</summary>
    public string[] Left() => [.. Directory.EnumerateFiles(Volume, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Volume, file))
        .Where(path => !path.StartsWith(".longshore", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Keys of shipped objects, without Longshore's own state.</summary>
    public string[] Shipped() => [.. Objects.Objects().Select(stored => stored.Key)
        .Where(key => !key.StartsWith("_longshore/", StringComparison.Ordinal))];

    public string[] State(string folder) => [.. Objects.Objects().Select(stored => stored.Key)
        .Where(key => key.StartsWith($"_longshore/{folder}/", StringComparison.Ordinal)
            && !key.EndsWith(".begun.json", StringComparison.Ordinal))];

    public JsonElement Json(string key)
    {
        using var document = JsonDocument.Parse(Gzip.Plain(key, Bytes(key)));
        return document.RootElement.Clone();
    }

    public byte[] Bytes(string key)
    {
        var stored = Objects.Get(key) ?? throw new InvalidOperationException($"There is no object {key}.");
        return [.. stored.Body.Segments.SelectMany(segment => segment.ToArray())];
    }

    public static string Sha256Of(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

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

    /// <summary>Where a function listens.</summary>
    public Uri AddressOf(string function) =>
        _addresses[_functions.Keys.Single(name => name.EndsWith(function, StringComparison.Ordinal))];

    /// <summary>Events of a type that the broker took, each id once, oldest first.</summary>
    public IReadOnlyList<JsonElement> Events(string type) => [.. Broker.Log.Snapshot()
        .Where(flowed => flowed.Step is FlowStep.Received or FlowStep.Replied && flowed.Event.Type == type)
        .DistinctBy(flowed => flowed.Event.Id)
        .Select(flowed => JsonSerializer.Deserialize<JsonElement>(flowed.Event.Data.Span))];

    public async ValueTask DisposeAsync()
    {
        foreach (var function in _functions.Values)
            await function.DisposeAsync();
        await Broker.DisposeAsync();
        await S3.DisposeAsync();
        _client.Dispose();
        Directory.Delete(Volume, recursive: true);
    }

    private async Task<HttpResponseMessage> PostAsync(
        Uri to, string type, string data, string? id, (string Name, string Value)[] extensions)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(data));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.Add("ce-specversion", "1.0");
        content.Headers.Add("ce-type", type);
        content.Headers.Add("ce-source", "/rig");
        content.Headers.Add("ce-id", id ?? Guid.NewGuid().ToString());
        foreach (var (name, value) in extensions)
            content.Headers.Add($"ce-{name}", value);
        return await _client.PostAsync(to, content, TestContext.Current.CancellationToken);
    }
}
