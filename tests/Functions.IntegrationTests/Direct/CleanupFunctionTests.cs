using CloudNative.CloudEvents;
using Longshore.App;
using Longshore.App.Events;
using Longshore.Core.Clean;
using Longshore.Model;
using Longshore.Volumes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Longshore.IntegrationTests.Direct;

public sealed class CleanupFunctionTests
{
    private const string Synced = "dev.longshore.batch.synced";
    private static readonly string Batch = new('a', 32);

    [Fact]
    public async Task Run_FileIsProven_DeletesItAndRepliesTheOutcome()
    {
        await using var rig = await StartAsync();
        rig.Write("a");
        rig.Write("b");
        var dataref = await rig.ShipAsync(Batch, "a", "b");

        var reply = await RunAsync(rig, dataref);

        Assert.Empty(rig.Left());
        Assert.Equal("dev.longshore.batch.cleaned", reply.Type);
        var cleaned = EventData.Read(reply, EventJson.Default.BatchCleaned);
        Assert.Equal((Batch, 2, 0, 0), (cleaned.Batch, cleaned.Deleted, cleaned.Gone, cleaned.Kept.Count));
        var records = $"_longshore/cleanups/{Batch}/";
        Assert.Equal([$"{records}1.begun.json", $"{records}1.json"], rig.Records("cleanups"));
        Assert.Empty(rig.Sink.Got);
    }

    [Fact]
    public async Task Run_ObjectIsNotListed_KeepsTheFile()
    {
        await using var rig = await StartAsync();
        rig.Write("a");
        rig.Write("b");
        var dataref = await rig.ShipAsync(Batch, "a", "b");
        rig.Objects.Delete("b", null, DateTimeOffset.UnixEpoch);

        var reply = await RunAsync(rig, dataref);

        Assert.Equal(["b"], rig.Left());
        var cleaned = EventData.Read(reply, EventJson.Default.BatchCleaned);
        Assert.Equal(1, cleaned.Deleted);
        Assert.Equal(1, cleaned.Kept[Reasons.ObjectMissing]);
    }

    [Fact]
    public async Task Run_DeliveredAgain_CountsTheFileAsGone()
    {
        await using var rig = await StartAsync();
        rig.Write("a");
        var dataref = await rig.ShipAsync(Batch, "a");

        var first = await RunAsync(rig, dataref);
        var second = await RunAsync(rig, dataref);

        Assert.Equal(1, EventData.Read(first, EventJson.Default.BatchCleaned).Deleted);
        var cleaned = EventData.Read(second, EventJson.Default.BatchCleaned);
        Assert.Equal((0, 1), (cleaned.Deleted, cleaned.Gone));
        Assert.NotEqual(first.Id, second.Id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://harbour/_longshore/receipts/{0}/1.json.gz")]
    [InlineData("s3://another/_longshore/receipts/{0}/1.json.gz")]
    [InlineData("s3://harbour/receipts/{0}/1.json.gz")]
    [InlineData("s3://harbour/_longshore/receipts/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/1.json.gz")]
    [InlineData("s3://harbour/_longshore/receipts/{0}/2.json.gz")]
    public async Task Run_DatarefIsForeign_IsRejectedAndDeletesNothing(string? dataref)
    {
        await using var rig = await StartAsync();
        rig.Write("a");
        await rig.ShipAsync(Batch, "a");

        dataref = dataref?.Replace("{0}", Batch, StringComparison.Ordinal);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(rig, dataref));

        Assert.IsType<RejectedException>(ErrorMapping.ToModel(error));
        Assert.Equal(["a"], rig.Left());
        Assert.Empty(rig.Records("cleanups"));
    }

    [Fact]
    public async Task Run_DryRun_SaysWhatItWouldDelete()
    {
        await using var rig = await StartAsync(("Cleanup:DryRun", "true"));
        rig.Write("a");

        var reply = await RunAsync(rig, await rig.ShipAsync(Batch, "a"));

        Assert.Equal(["a"], rig.Left());
        var cleaned = EventData.Read(reply, EventJson.Default.BatchCleaned);
        Assert.Equal((true, 1), (cleaned.DryRun, cleaned.Deleted));
    }

    [Fact]
    public async Task Settle_TrashOfADeadProcess_PutsItBack()
    {
        await using var rig = await StartAsync();
        var slot = Path.Combine(rig.Volume, ".longshore", "trash", Batch, "dead", "slot");
        Directory.CreateDirectory(slot);
        await File.WriteAllTextAsync(Path.Combine(slot, "a"), "a", TestContext.Current.CancellationToken);

        var reply = await Function(rig).SettleAsync(
            new TrashFound { Folders = [] }, CoreRig.Context("dev.longshore.trash.found"), TestContext.Current.CancellationToken);

        Assert.Null(reply);
        Assert.Equal(["a"], rig.Left());
    }

    private static Task<CoreRig> StartAsync(params (string Name, string Value)[] settings) =>
        CoreRig.StartAsync(services => services.AddCleanup(), settings);

    private static CleanupFunction Function(CoreRig rig) =>
        new(rig.Get<BatchClean>(), rig.Sink, NullLogger<CleanupFunction>.Instance);

    private static async Task<CloudEvent> RunAsync(CoreRig rig, string? dataref) => (await Function(rig).RunAsync(
        new BatchSynced { Batch = Batch }, CoreRig.Context(Synced, dataref), TestContext.Current.CancellationToken))!;
}
