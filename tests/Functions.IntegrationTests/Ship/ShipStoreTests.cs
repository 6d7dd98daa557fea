using Longshore.Sandbox.S3.Store;

namespace Longshore.IntegrationTests.Ship;

/// <summary>What a person sees of a store that is not S3.</summary>
public sealed class ShipStoreTests : ShipRoom
{
    private static readonly (string Path, int Size)[] Files = [("large.bin", 17 << 20), ("small.txt", 3)];

    [Fact]
    public async Task Ship_StoreRefusesConditions_ShipsWithoutThem()
    {
        S3.Store.Quirks = StoreQuirks.RefusesConditions;
        await Stage.WriteAsync(Files);

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(2, await Stage.AssertNothingIsLostAsync());
        Assert.Contains("refuses If-None-Match", output, StringComparison.Ordinal);
        Assert.Contains("S3__ConditionalWrites=false", output, StringComparison.Ordinal);
        Assert.DoesNotContain(S3.Store.Journal.Overwrites, entry => !entry.Key.Contains("/probe/", StringComparison.Ordinal));
        Assert.Equal(0, S3.Counters.Of("CompleteMultipartUpload", "NotImplemented"));
    }

    [Fact]
    public async Task Ship_StoreIsSetAsItIs_SaysNothing()
    {
        S3.Store.Quirks = StoreQuirks.RefusesConditions | StoreQuirks.RepeatsChecksums;
        Stage.Environment["S3__ConditionalWrites"] = "false";
        Stage.Environment["S3__ReadBack"] = "true";
        await Stage.WriteAsync(Files);

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(2, await Stage.AssertNothingIsLostAsync());
        Assert.DoesNotContain("The store", output, StringComparison.Ordinal);
        Assert.Equal(0, S3.Counters.Of("PutObject", "NotImplemented"));
    }

    [Fact]
    public async Task Ship_StoreTellsNoChecksums_ShipsLargeFilesAsWell()
    {
        S3.Store.Quirks = StoreQuirks.TellsNoChecksums;
        await Stage.WriteAsync(Files);

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(2, await Stage.AssertNothingIsLostAsync());
        Assert.Empty(S3.Store.Bucket(Bucket).Uploads);
        Assert.DoesNotContain("DO NOT ADD UP", output, StringComparison.Ordinal);
    }

    /// <summary>The store refuses a wrong checksum of the probe, and takes that of the question about the records.</summary>
    [Fact]
    public async Task Ship_StoreTakesWrongChecksumsAfterTheProbe_ReadsBackAndLeavesNoDamagedRecord()
    {
        S3.Store.Quirks = StoreQuirks.RepeatsChecksumsUnprobed;
        // In later runs the objects of the question are there already.
        for (var run = 1; run <= 5; run++)
        {
            await Stage.WriteAsync([($"a{run}", 3)]);

            var (exit, output, errors) = await Stage.RunAsync();

            Assert.True(exit == 0, output + errors);
            Assert.Equal(run, await Stage.AssertNothingIsLostAsync());
            Assert.Contains("The store accepts a PUT whose SHA-256 is wrong: every upload is read back", output,
                StringComparison.Ordinal);
        }

        Assert.Contains("_longshore/scans/permission", await Stage.KeysAsync("_longshore/"));
    }

    [Fact]
    public async Task Ship_ListingDoesNotTellWhatWasPut_EndsBeforeItShips()
    {
        S3.Store.Quirks = StoreQuirks.ListsOtherSizes;
        await Stage.WriteAsync([("a", 3)]);

        var (exit, _, errors) = await Stage.RunAsync();

        Assert.Equal(1, exit);
        Assert.Contains("does not tell what was just put", errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was shipped.", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(await Stage.KeysAsync(), key => !key.StartsWith("_longshore/probe/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ship_ListingTellsAKeyInAnotherForm_KeepsTheFileAndDoesNotCallItMissing()
    {
        S3.Store.Quirks = StoreQuirks.ListsEncodedUnsaid;
        await Stage.WriteAsync([("plain.txt", 3), ("x&y=1.txt", 3)]);

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 1, output + errors);
        Assert.Contains("kept           x&y=1.txt: listing-disagrees", output, StringComparison.Ordinal);
        Assert.DoesNotContain("object-missing", output, StringComparison.Ordinal);
        Assert.Equal(["x&y=1.txt"], Stage.Left);
        Assert.Equal(1, await Stage.AssertNothingIsLostAsync());
    }
}
