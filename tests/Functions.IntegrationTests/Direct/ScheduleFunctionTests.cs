using System.Text.Json;
using CloudNative.CloudEvents;
using Longshore.App;
using Longshore.App.Events;
using Longshore.Core.Scan;
using Longshore.Model;
using Longshore.Model.Events;
using Longshore.Store.Objects;
using Microsoft.Extensions.Logging.Abstractions;

namespace Longshore.IntegrationTests.Direct;

public sealed class ScheduleFunctionTests
{
    private const string Requested = "dev.longshore.scan.requested";

    [Fact]
    public async Task Run_FilesAreReady_EmitsBatchesAndRepliesTheScan()
    {
        await using var rig = await StartAsync(("Schedule:BatchFiles", "2"));
        foreach (var path in new[] { "a", "b", "c" })
            rig.Write(path);

        var reply = await RunAsync(rig, new ScanRequested());

        Assert.Equal("dev.longshore.scan.completed", reply.Type);
        var completed = EventData.Read(reply, EventJson.Default.ScanCompleted);
        Assert.Equal((2, 3, 0), (completed.Batches, completed.Files, completed.FailedBatches));
        Assert.All(rig.Sink.Got, e => Assert.Equal("dev.longshore.batch.ready", e.Type));
        var ready = rig.Sink.Got.Select(e => EventData.Read(e, EventJson.Default.BatchReady)).ToArray();
        var paths = ready.SelectMany(batch => batch.Files!).Select(file => file.Path);
        Assert.Equal(["a", "b", "c"], paths.Order(StringComparer.Ordinal));
        Assert.All(ready, batch => Assert.Equal(TimeSpan.FromSeconds(2), batch.MinAge));
        Assert.Single(rig.Records("scans"));
    }

    [Fact]
    public async Task Run_BatchIsRefused_IsRecordedAndTheNextDeliveryScansAgain()
    {
        await using var rig = await StartAsync(("Schedule:BatchFiles", "1"), ("Schedule:ParallelBatches", "1"));
        rig.Write("a");
        rig.Write("b");
        var refusals = 1;
        rig.Sink.Before = _ =>
        {
            if (refusals-- > 0)
                throw new EventSinkException("The sink answered 500.");
        };

        var error = await Assert.ThrowsAsync<RetryLaterException>(() => RunAsync(rig, new ScanRequested()));

        Assert.StartsWith("1 of 2 batches could not be sent, the last for this reason: The sink",
            error.Message, StringComparison.Ordinal);
        Assert.Single(rig.Sink.Got);
        var record = await rig.Get<S3Store>().ReadAsync(
            Assert.Single(rig.Records("scans")), 1 << 20, TestContext.Current.CancellationToken);
        Assert.Equal(1, JsonSerializer.Deserialize(record, ScanJson.Default.ScanRecord)!.Result.FailedBatches);

        var completed = EventData.Read(await RunAsync(rig, new ScanRequested()), EventJson.Default.ScanCompleted);

        Assert.Equal((2, 0, 2), (completed.Batches, completed.FailedBatches, completed.Files));
        Assert.Equal(3, rig.Sink.Got.Count);
    }

    [Fact]
    public async Task Run_DryRun_EmitsNothing()
    {
        await using var rig = await StartAsync();
        rig.Write("a");

        var completed = EventData.Read(await RunAsync(rig, new ScanRequested { DryRun = true }), EventJson.Default.ScanCompleted);

        Assert.Equal((true, 1, 0), (completed.DryRun, completed.Files, completed.Batches));
        Assert.Empty(rig.Sink.Got);
    }

    [Fact]
    public async Task Run_IsParked_RepliesAScanThatGoesOn()
    {
        await using var rig = await StartAsync(("Schedule:BatchFiles", "1"), ("Schedule:ParallelBatches", "1"));
        foreach (var path in new[] { "a", "b", "c" })
            rig.Write(path);
        using var park = new CancellationTokenSource();
        rig.Sink.Before = _ => park.Cancel();

        var reply = await RunAsync(rig, new ScanRequested { MinAge = TimeSpan.FromSeconds(3) }, park.Token);

        Assert.Equal(Requested, reply.Type);
        Assert.Equal("1", reply["hops"]?.ToString());
        var next = EventData.Read(reply, EventJson.Default.ScanRequested);
        Assert.Equal(("a", TimeSpan.FromSeconds(3)), (next.After, next.MinAge));
        Assert.Equal(["dev.longshore.batch.ready", "dev.longshore.scan.completed"], rig.Sink.Got.Select(e => e.Type));
    }

    [Fact]
    public async Task Run_GlobIsMalformed_IsRejected()
    {
        await using var rig = await StartAsync();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(rig, new ScanRequested { Include = ["[a"] }));

        Assert.IsType<RejectedException>(ErrorMapping.ToModel(error));
    }

    private static Task<CoreRig> StartAsync(params (string Name, string Value)[] settings) =>
        CoreRig.StartAsync(services => services.AddSchedule(), settings);

    private static async Task<CloudEvent> RunAsync(CoreRig rig, ScanRequested data, CancellationToken? park = null)
    {
        var function = new ScheduleFunction(
            rig.Get<VolumeScan>(), rig.Get<BatchListStore>(), rig.Sink, NullLogger<ScheduleFunction>.Instance);
        return (await function.RunAsync(data, CoreRig.Context(Requested), park ?? TestContext.Current.CancellationToken))!;
    }
}
