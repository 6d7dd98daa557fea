using System.Runtime.InteropServices;
using Longshore.Core.Scan;
using Longshore.Core.Ship;
using Longshore.Settings;
using Longshore.Store.Objects;
using Longshore.Volumes;
using Longshore.Volumes.Native;

namespace Longshore.UnitTests.Volumes;

/// <summary>Whatever <c>statx</c> tells, the numbers that come of it can be compared, added up, written and read.</summary>
public sealed class StatBoundsTests
{
    private static readonly long[] Corners =
    [
        0, 1, -1, long.MinValue, long.MaxValue, long.MaxValue / 1_000_000_000, (long.MaxValue / 1_000_000_000) - 1,
        long.MinValue / 1_000_000_000, (long.MinValue / 1_000_000_000) + 1,
    ];

    [Fact]
    public void From_AnyNumbers_GiveAFingerprintThatCanBeUsed()
    {
        var random = new Random(13);
        var builder = new BatchBuilder(new ScheduleOptions());
        var tally = new ScanTally();
        for (var round = 0; round < 20_000; round++)
        {
            var stat = FileStat.From(Any(random), stableInodes: true);

            Assert.True(stat.Fingerprint.Size >= 0);
            foreach (var moment in new[] { stat.Fingerprint.Modified, stat.Fingerprint.Changed })
            {
                Assert.True(Timestamp.TryParse(moment.ToString(), out var read) && read == moment);
                Assert.InRange(moment.ToDateTimeOffset().Year, 1677, 2262);
                Assert.NotEmpty(RequestHeaders.UnixSeconds(moment));
            }

            ReadinessDecision.Decide(stat, null, null, Timestamp.From(TimeProvider.System.GetUtcNow()), TimeSpan.FromSeconds(2),
                WriterState.Unknown);
            tally.See(stat.Fingerprint);
            tally.Wait(stat.Fingerprint);
            if (builder.Add($"f{round}", stat.Fingerprint) is { } batch)
                tally.Planned(batch.Files.Length, batch.Bytes);
        }

        Assert.Equal((long.MaxValue, long.MaxValue), (tally.SeenBytes, tally.Ready.Bytes));
        Assert.True(tally.Completed(default, default).Bytes > 0);
        builder.Dispose();
    }

    [Fact]
    public void Planned_BatchesOfHugeFiles_StayAtTheLargestNumber()
    {
        var emitted = new EmittedBatches();
        BatchFile[] huge = [new() { Path = "a", Size = long.MaxValue }, new() { Path = "b", Size = long.MaxValue }];
        emitted.Add(new PlannedBatch(0, huge), EmitResult.Taken);
        emitted.Add(new PlannedBatch(1, huge), EmitResult.Taken);

        Assert.Equal((4, long.MaxValue), emitted.Planned());
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(1L << 62)]
    public void For_SizeThatNoObjectHas_NeedsPartsTooLargeToHold(long size)
    {
        var plan = PartPlan.For(size, 0);
        Assert.True(plan.PartBytes > 64L << 20);
        Assert.InRange(plan.Parts, 1, CompositeChecksum.MostParts);
    }

    [Fact]
    public void From_MomentThatNoFilesystemHolds_IsTheNearest()
    {
        Assert.Equal(Timestamp.Latest.ToDateTimeOffset(), Timestamp.From(DateTimeOffset.MaxValue).ToDateTimeOffset());
        Assert.Equal(Timestamp.Earliest.ToDateTimeOffset(), Timestamp.From(DateTimeOffset.MinValue).ToDateTimeOffset());
    }

    [Fact]
    public void TryParse_AnyText_IsAMomentOrNone()
    {
        var random = new Random(13);
        const string Letters = "0123456789-:.TZtz+ \u0661\uFF11\0";
        for (var round = 0; round < 50_000; round++)
        {
            var text = "2026-11-22T10:00:00.123456789Z".ToCharArray();
            for (var change = random.Next(5); change > 0; change--)
                text[random.Next(text.Length)] = Letters[random.Next(Letters.Length)];
            if (Timestamp.TryParse(text.AsSpan(0, random.Next(text.Length + 1)), out var moment))
                Assert.True(Timestamp.TryParse(moment.ToString(), out var again) && again == moment);
        }
    }

    private static StatxBuffer Any(Random random)
    {
        var bytes = new byte[Marshal.SizeOf<StatxBuffer>()];
        random.NextBytes(bytes);
        var found = MemoryMarshal.Read<StatxBuffer>(bytes);
        if (random.Next(2) == 0)
            found.ModifiedSeconds = Corners[random.Next(Corners.Length)];
        if (random.Next(2) == 0)
            found.ChangedSeconds = Corners[random.Next(Corners.Length)];
        if (random.Next(2) == 0)
            found.Size = (ulong)Corners[random.Next(Corners.Length)];
        return found;
    }
}
