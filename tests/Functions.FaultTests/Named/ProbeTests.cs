using System.Collections.Concurrent;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Store;
using Longshore.Stage;
using Longshore.Store.Objects;
using Microsoft.Extensions.DependencyInjection;

namespace Longshore.FaultTests.Named;

/// <summary>Stores that are not S3: what the probe finds out, and what is done instead.</summary>
public sealed partial class ProbeTests
{
    private const int Large = (2 * StageOptions.PartBytes) + 1;
    private readonly ConcurrentQueue<string> _lines = new();

    private IEnumerable<string> Warnings => _lines.Where(line => line.Contains(" Warning ", StringComparison.Ordinal));

    private StageOptions Heard => Scenes.Calm with { Log = _lines.Enqueue };

    [Theory]
    [InlineData(nameof(StoreQuirks.IgnoresConditionOnPut), 100)]
    [InlineData(nameof(StoreQuirks.IgnoresConditionOnComplete), Large)]
    public async Task Sync_StoreIgnoresTheCondition_OverwritesNothing(string quirk, int size)
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = Enum.Parse<StoreQuirks>(quirk);
        // More strangers between the two keys than the batch's listing goes through.
        for (var i = 0; i < 1_200; i++)
            Put(cluster, $"m/{i:d5}", "stranger"u8.ToArray());
        Put(cluster, "z.dat", "the only copy"u8.ToArray());
        cluster.Write("a");
        var content = cluster.Write("z.dat", size);

        await cluster.CleanAsync(await cluster.SyncAsync("a", "z.dat"));

        Assert.Equal("the only copy"u8.ToArray(), cluster.Objects.Get("z.dat")!.Body.ToArray());
        Assert.Equal(content, Assert.Single(cluster.Objects.Objects(),
            stored => stored.Key.StartsWith("z.", StringComparison.Ordinal) && stored.Key != "z.dat").Body.ToArray());
        Assert.DoesNotContain(cluster.S3.Store.Journal.Overwrites,
            entry => !entry.Key.Contains("/probe/", StringComparison.Ordinal));
        Assert.Empty(cluster.Left());
        Assert.Contains("S3__ConditionalWrites=false", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    /// <summary>
    /// Where no condition holds, only the key itself tells whether it is taken: a listing may leave out anything.
    /// </summary>
    [Theory]
    [InlineData(nameof(StoreQuirks.IgnoresConditionOnPut), 100)]
    [InlineData(nameof(StoreQuirks.IgnoresConditionOnComplete), Large)]
    public async Task Sync_KeyIsTakenAndNotListed_OverwritesNothing(string quirk, int size)
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = Enum.Parse<StoreQuirks>(quirk);
        cluster.S3.Store.ListingDelay = TimeSpan.FromTicks(1);
        Put(cluster, "z.dat", "the only copy"u8.ToArray(), TimeProvider.System.GetUtcNow().AddHours(1));
        cluster.Write("z.dat", size);

        await cluster.SyncAsync("z.dat");

        Assert.Equal("the only copy"u8.ToArray(), cluster.Objects.Get("z.dat")!.Body.ToArray());
        Assert.Equal(2, cluster.Shipped().Length);
    }

    [Theory]
    [InlineData(nameof(StoreQuirks.ListsUnsorted), "z/1", "z/1", "uploaded")]
    [InlineData(nameof(StoreQuirks.ListsEmptyPageFirst), "z/1", "z/1", "uploaded")]
    [InlineData(nameof(StoreQuirks.ListsEncodedUnsaid), "a b.txt", "a b.txt", "key-not-kept")]
    [InlineData(nameof(StoreQuirks.ListsEncodedUnsaid), "c+d.txt", "c+d.txt", "uploaded")]
    [InlineData(nameof(StoreQuirks.ListsEncodedUnsaid), "\u00FC.txt", "\u00FC.txt", "key-not-kept")]
    [InlineData(nameof(StoreQuirks.FoldsCase), "A.txt", "a.txt", "uploaded")]
    [InlineData(nameof(StoreQuirks.TellsNoRequestId), "z/1", "z/1", "uploaded")]
    public async Task Sync_StoreIgnoresTheConditionAndIsOdd_OverwritesNothing(
        string quirk, string taken, string path, string outcome)
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.IgnoresConditionOnPut | Enum.Parse<StoreQuirks>(quirk);
        Put(cluster, taken, "the only copy"u8.ToArray());
        for (var i = 0; i < 5; i++)
            Put(cluster, $"{taken}.{i}", "stranger"u8.ToArray());
        cluster.Write(path);

        await cluster.SyncAsync(path);

        Assert.Equal("the only copy"u8.ToArray(), cluster.Objects.Get(taken)!.Body.ToArray());
        Assert.DoesNotContain(cluster.S3.Store.Journal.Overwrites,
            entry => !entry.Key.Contains("/probe/", StringComparison.Ordinal));
        var entry = cluster.Document(cluster.State("receipts").Single()).GetProperty("files")[0];
        Assert.Equal(outcome, entry.TryGetProperty("reason", out var reason)
            ? reason.GetString() : entry.GetProperty("outcome").GetString());
    }

    /// <summary>Whoever ships A.txt and a.txt at once looks at both before either is there.</summary>
    [Fact]
    public async Task Sync_KeysDifferInCase_AreWrittenOneAfterTheOther()
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.IgnoresConditionOnPut | StoreQuirks.FoldsCase;
        cluster.Write("A.txt");
        cluster.Write("a.txt");
        using var slow = cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.Latency, Operation = "HeadObject", Delay = TimeSpan.FromMilliseconds(200) });

        await cluster.SyncAsync("A.txt", "a.txt");

        Assert.Single(cluster.S3.Store.Journal.Entries, entry => entry.Key.Equals("a.txt", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Sync_ProxySaysThatTheKeyIsMissing_AsksTheStore()
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.IgnoresConditionOnPut;
        cluster.S3.Store.ListingDelay = TimeSpan.FromTicks(1);
        Put(cluster, "z.dat", "the only copy"u8.ToArray(), TimeProvider.System.GetUtcNow().AddHours(1));
        cluster.Write("z.dat");
        using var proxy = cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.MissingPage, Operation = "HeadObject", KeyPrefix = "z.dat", Count = 1 });

        await cluster.SyncAsync("z.dat");

        Assert.Equal("the only copy"u8.ToArray(), cluster.Objects.Get("z.dat")!.Body.ToArray());
    }

    [Theory]
    [InlineData(nameof(StoreQuirks.ListsUnsorted))]
    [InlineData(nameof(StoreQuirks.ListsEmptyPageFirst))]
    public async Task Cleanup_ListingIsOdd_FindsWhatWasShipped(string quirk)
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = Enum.Parse<StoreQuirks>(quirk);
        string[] paths = [.. Enumerable.Range(0, 4).Select(number => $"z/{number}")];
        foreach (var path in paths)
        {
            cluster.Write(path);
            Put(cluster, $"{path}.longer", "stranger"u8.ToArray());
        }

        await cluster.CleanAsync(await cluster.SyncAsync(paths));

        Assert.Empty(cluster.Left());
        Assert.Empty(Warnings);
    }

    /// <summary>
    /// Past some pages the key itself is asked for, and where the role may not be told, the rest of the listing.
    /// </summary>
    [Theory]
    [InlineData("sync")]
    [InlineData("cleanup")]
    public async Task Find_ManyLongerKeysComeFirst_FindsTheKeyAndTellsAbsence(string function)
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.ListsUnsorted;
        for (var i = 0; i < 6_500; i++)
            Put(cluster, $"z.{i:d4}", "stranger"u8.ToArray());
        var store = cluster.Services(function).GetRequiredService<S3Store>();

        Assert.Null(await store.FindAsync("z", TestContext.Current.CancellationToken));
        Put(cluster, "z", "it"u8.ToArray());
        Assert.Equal(2, (await store.FindAsync("z", TestContext.Current.CancellationToken))?.Size);
    }

    /// <summary>It may not write beneath probe/, and so relies on nothing: it looks before each record.</summary>
    [Fact]
    public async Task Cleanup_StoreIgnoresTheCondition_ReplacesNoRecord()
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.IgnoresConditionOnPut;
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");

        await cluster.CleanAsync(synced);
        await cluster.CleanAsync(synced);

        Assert.Equal((2, 2), (cluster.Begun().Length, cluster.State("cleanups").Length));
        Assert.DoesNotContain(cluster.S3.Store.Journal.Overwrites,
            entry => !entry.Key.Contains("/probe/", StringComparison.Ordinal));
    }

    /// <summary>Cleanup has not seen whether the store verifies what it tells.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(Large)]
    public async Task Cleanup_ProofIsAChecksumThatTheStoreRepeats_ReadsTheObject(int size)
    {
        await using var cluster = await Cluster.StartAsync(
            Heard with { Settings = new Dictionary<string, string?> { ["Cleanup:Proof"] = "Checksum" } });
        cluster.S3.Store.Quirks = StoreQuirks.RepeatsChecksums;
        cluster.Write("a", size);
        var synced = await cluster.SyncAsync("a");
        var shipped = cluster.Objects.Get("a")!;
        cluster.Objects.Put(new StoredObject
        {
            Key = "a",
            Body = new Body([new byte[size]]),
            ETag = shipped.ETag,
            Sha256 = shipped.Sha256,
            Checksum = shipped.Checksum,
            Headers = shipped.Headers,
            Parts = shipped.Parts,
            LastModified = shipped.LastModified,
        }, _ => { });

        var (_, cleaned) = await cluster.CleanAsync(synced);

        Assert.Equal(1, Scenes.Kept(cleaned, "bytes-differ"));
        Assert.Equal(["a"], cluster.Left());
    }

    [Fact]
    public async Task Cleanup_ProofIsTheListing_ReadsNoObjectBack()
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.Write("a", Large);
        var synced = await cluster.SyncAsync("a");
        var reads = cluster.S3.Counters.Of("GetObject");

        await cluster.CleanAsync(synced);

        Assert.Empty(cluster.Left());
        // The receipt.
        Assert.Equal(reads + 1, cluster.S3.Counters.Of("GetObject"));
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(Large, false)]
    [InlineData(100, true)]
    [InlineData(Large, true)]
    public async Task Sync_StoreRepeatsChecksums_BelievesOnlyWhatItReadsBack(int size, bool damages)
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.RepeatsChecksums | (damages ? StoreQuirks.DamagesBodies : StoreQuirks.None);
        var content = cluster.Write("a", size);

        await cluster.CleanAsync(await cluster.SyncAsync("a"));

        Assert.Contains("S3__ReadBack=true", Assert.Single(Warnings), StringComparison.Ordinal);
        var entry = cluster.Document(cluster.State("receipts").Single()).GetProperty("files")[0];
        Assert.Equal(damages ? ("failed", "not-proven") : ("uploaded", null),
            (entry.GetProperty("outcome").GetString(),
            entry.TryGetProperty("reason", out var reason) ? reason.GetString() : null));
        Assert.Equal(damages ? ["a"] : [], cluster.Left());
        Assert.Equal(!damages, cluster.Objects.Get("a")!.Body.ToArray().SequenceEqual(content));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(Large)]
    public async Task Sync_StoreTellsNoChecksums_ShipsAndDeletes(int size)
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.TellsNoChecksums;
        var content = cluster.Write("a", size);

        await cluster.CleanAsync(await cluster.SyncAsync("a"));

        Assert.Equal(content, cluster.Objects.Get("a")!.Body.ToArray());
        Assert.Empty(cluster.Left());
        Assert.Empty(cluster.Objects.Uploads);
        Assert.Empty(cluster.State("uploads"));
        Assert.Contains("read back", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_AnswerToTheNoteIsLost_GoesOnWithItsOwnUpload()
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.Write("a", Large);
        using var lost = cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.LostResponse, Operation = "PutObject", KeyPrefix = "_longshore/uploads/", Count = 1 });

        await cluster.CleanAsync(await cluster.SyncAsync("a"));

        Assert.Equal(["a"], cluster.Shipped());
        Assert.Empty(cluster.Left());
        Assert.Empty(cluster.Objects.Uploads);
        Assert.Empty(cluster.State("uploads"));
        Assert.Empty(Warnings);
    }

    private static void Put(Cluster cluster, string key, byte[] bytes, DateTimeOffset? at = null) =>
        cluster.Forge(key, bytes, at: at ?? TimeProvider.System.GetUtcNow());
}
