using System.Globalization;
using CloudNative.CloudEvents;
using Longshore.App;
using Longshore.App.Events;
using Longshore.Core;
using Longshore.Core.Layout;
using Longshore.Core.Receipts;
using Longshore.Core.Scan;
using Longshore.Core.Ship;
using Longshore.Model;
using Longshore.Model.Events;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.S3;
using Longshore.Settings;
using Longshore.Stage;
using Longshore.Volumes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Longshore.IntegrationTests.Flow;

/// <summary>
/// The function <c>sync</c> as a plain method, on a temporary directory and an in-process S3: no host, no HTTP server of its own.
/// </summary>
internal sealed class SyncBench : SyncWatch, IEventSink, IAsyncDisposable
{
    private readonly string _volume = Directory.CreateTempSubdirectory("longshore-volume-").FullName;
    private CancellationTokenSource _park = new();
    private readonly ServiceProvider _services;
    private readonly SyncFunction _function;

    private SyncBench(S3Server s3)
    {
        S3 = s3;
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Volume:Root"] = _volume,
            ["Volume:Name"] = "longshore/longshore-volume",
            ["Schedule:MinAge"] = "PT2S",
            // One file after another.
            ["Sync:Concurrency"] = "1",
            ["S3:Bucket"] = Cluster.Bucket,
            ["S3:ServiceUrl"] = s3.Endpoint.ToString(),
            ["S3:ForcePathStyle"] = "true",
        }).Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(settings)
            .AddSingleton<TimeProvider>(new ShiftedTime(TimeSpan.FromHours(1)))
            .AddSingleton<SyncWatch>(this)
            .AddSettings<HostOptions, HostOptionsValidator>(HostOptions.Section,
                static (configuration, options) => configuration.Bind(options))
            .AddFiles().AddStorage().AddSync()
            .BuildServiceProvider();
        _function = new SyncFunction(_services.GetRequiredService<BatchSync>(), this);
    }

    public S3Server S3 { get; }

    /// <summary>What was emitted, oldest first.</summary>
    public List<CloudEvent> Emitted { get; } = [];

    /// <summary>The batch is parked when this file has its outcome.</summary>
    public string? ParkAfter { get; set; }

    public string[] Keys(string prefix) => [.. S3.Store.Bucket(Cluster.Bucket).Objects().Select(stored => stored.Key)
        .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];

    public static async Task<SyncBench> StartAsync() => new(await S3Server.StartAsync(
        new S3ServerOptions
        {
            Iam = Cluster.Administrator(),
            Buckets = [Cluster.Bucket],
        }, TestContext.Current.CancellationToken));

    /// <summary>Work that comes from now on is not parked.</summary>
    public void GoOn()
    {
        ParkAfter = null;
        _park = new();
    }

    public void Delete(params string[] names)
    {
        foreach (var name in names)
            File.Delete(Path.Combine(_volume, name));
    }

    public void Write(params string[] names)
    {
        foreach (var name in names)
            File.WriteAllText(Path.Combine(_volume, name), name);
    }

    public static BatchReady Ready(params string[] names) =>
        new() { MinAge = TimeSpan.FromSeconds(3), Files = [.. names.Select(name => new BatchFile { Path = name })] };

    /// <summary>Puts a list of files as schedule does.</summary>
    /// <returns>The dataref of its event.</returns>
    public Task<string> PutListAsync(params string[] names) => _services.GetRequiredService<BatchListStore>()
        .PutAsync(Ready(names).Files!, TestContext.Current.CancellationToken);

    public Task<CloudEvent?> CallAsync(BatchReady data, int hops = 0, string? list = null)
    {
        var e = EventFactory.Create(EventTypes.BatchReady, "/test", "1", data, EventJson.Default.BatchReady, list, hops);
        var context = new FunctionContext(e, "sync", DateTimeOffset.MaxValue, abort: TestContext.Current.CancellationToken);
        return _function.RunAsync(data, context, _park.Token);
    }

    public static BatchSynced Synced(CloudEvent? reply)
    {
        Assert.Equal(EventTypes.BatchSynced, reply?.Type);
        return EventData.Read(reply!, EventJson.Default.BatchSynced)!;
    }

    public Task EmitAsync(CloudEvent e, CancellationToken cancellation)
    {
        Emitted.Add(e);
        return Task.CompletedTask;
    }

    public override void Ended(ReceiptEntry entry)
    {
        if (entry.Path == ParkAfter)
            _park.Cancel();
    }

    public override void PartSent(string path, long bytes) =>
        throw new NotSupportedException(bytes.ToString(CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await S3.DisposeAsync();
        _park.Dispose();
        Directory.Delete(_volume, recursive: true);
    }
}
