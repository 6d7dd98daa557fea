using Longshore.Core.Scan;
using Longshore.Settings;
using Longshore.UnitTests.Model.Telemetry;
using Longshore.Volumes;

namespace Longshore.UnitTests.Core.Scan;

/// <summary>A volume of 1,000 bytes in which an hour ago files of 300 lay.</summary>
public class VolumeGaugesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly VolumeSpace Space = new(Free: 720, Used: 280);

    private static readonly ScanRecord Earlier = new()
    {
        Schema = ScanRecord.CurrentSchema,
        StartedAt = Now.AddHours(-1),
        FinishedAt = Now.AddHours(-1),
        Event = "1",
        Request = new ScanRequested(),
        Result = new ScanCompleted(),
        Whole = new WholeVolume(3, 300),
    };

    [Fact]
    public void Record_SecondScan_MeasuresWriterUploaderAndForecast()
    {
        var measured = Record(Space, Earlier, (100, Now.AddHours(-2)), (180, Now.AddMinutes(-10)));

        const string Name = "longshore.volume.name=quay/data";
        Assert.Equal(
            [
                $"longshore.volume.usage 280 {Name} longshore.volume.state=used",
                $"longshore.volume.usage 720 {Name} longshore.volume.state=free", $"longshore.volume.limit 1000 {Name}",
                $"longshore.backlog.last_measured {Now.ToUnixTimeSeconds()} {Name}",
                $"longshore.backlog.files 2 {Name} longshore.backlog.state=ready",
                $"longshore.backlog.size 280 {Name} longshore.backlog.state=ready",
                $"longshore.backlog.age 7200 {Name} longshore.backlog.state=ready",
                $"longshore.backlog.files 0 {Name} longshore.backlog.state=deferred",
                $"longshore.backlog.size 0 {Name} longshore.backlog.state=deferred",
                $"longshore.backlog.age 0 {Name} longshore.backlog.state=deferred",
                $"longshore.volume.write_rate {180 / 3600.0:R} {Name}",
                $"longshore.volume.unload_rate {200 / 3600.0:R} {Name}",
                $"longshore.volume.time_to_full 14400 {Name}",
            ],
            measured);
    }

    [Fact]
    public void Record_NothingWritten_IsNeverFull() =>
        Assert.StartsWith("longshore.volume.time_to_full Infinity ", Record(Space, Earlier, (100, Now.AddHours(-2)))[^1],
            StringComparison.Ordinal);

    /// <summary>A burst between two scans says nothing of the day, nor of the time until the volume is full.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(29 * 60)]
    public void Record_ScansSoonAfterEachOther_TellOfNoRates(int seconds)
    {
        var earlier = Earlier with { StartedAt = Now.AddSeconds(-seconds) };

        Assert.DoesNotContain(Record(Space, earlier, (180, Now)),
            seen => seen.Contains("_rate", StringComparison.Ordinal) || seen.Contains("time_to_full", StringComparison.Ordinal));
    }

    /// <summary>A file that was moved here with an old mtime waits since it came.</summary>
    [Fact]
    public void Record_FilesWithOldTimes_WaitSinceTheLaterOfMtimeAndCtime()
    {
        var tally = new ScanTally();
        tally.Wait(File(Now.AddDays(-900), changed: Now.AddMinutes(-5)));
        tally.Wait(File(Now.AddMinutes(-9), changed: Now.AddDays(-3)));
        tally.Defer("open", File(Now.AddHours(-30), changed: Now.AddHours(-20)), Reasons.OpenForWriting);

        Assert.Equal([TimeSpan.FromMinutes(9), TimeSpan.FromHours(20)],
            [tally.Ready.Age(Timestamp.From(Now))!.Value, tally.Deferred.Age(Timestamp.From(Now))!.Value]);
        Assert.Equal(TimeSpan.FromHours(20), tally.Completed(Timestamp.From(Now), Space).OldestAge);

        static Fingerprint File(DateTimeOffset modified, DateTimeOffset changed) =>
            new(1, Timestamp.From(modified), Timestamp.From(changed), 1);
    }

    [Fact]
    public void Record_FirstScan_HasNoRates() =>
        Assert.StartsWith("longshore.backlog.age 0 ", Record(Space, null, (100, Now.AddHours(-2)))[^1], StringComparison.Ordinal);

    [Fact]
    public void Record_EmptyVolume_WaitsForNothing() =>
        Assert.Equal(["longshore.backlog.files 0", "longshore.backlog.size 0", "longshore.backlog.age 0"],
            Record(Space, null).TakeLast(3).Select(seen => string.Join(' ', seen.Split(' ')[..2])));

    [Fact]
    public void Record_FilesystemWithoutHonestSize_IsSummedUpAndNotForecast()
    {
        var measured = Record(new VolumeSpace(Free: long.MaxValue - 280, Used: 6144), Earlier,
            (180, Now.AddMinutes(-10)));

        Assert.StartsWith("longshore.volume.usage 180 ", measured[0], StringComparison.Ordinal);
        Assert.Equal(["longshore.backlog.last_measured", "longshore.backlog.files", "longshore.backlog.size",
            "longshore.backlog.age", "longshore.volume.write_rate", "longshore.volume.unload_rate"],
            measured.Skip(1).Select(seen => seen.Split(' ')[0]).Distinct());
    }

    private static IReadOnlyList<string> Record(
        VolumeSpace space, ScanRecord? earlier, params (long Size, DateTimeOffset Modified)[] files)
    {
        var tally = new ScanTally { Since = earlier is null ? Timestamp.Latest : Timestamp.From(earlier.StartedAt) };
        foreach (var (size, modified) in files)
        {
            var file = new Fingerprint(size, Timestamp.From(modified), Timestamp.From(modified), 1);
            tally.See(file);
            tally.Wait(file);
        }

        using var measured = new Measurements();
        VolumeGauges.Record("quay/data", tally, space, earlier, Now);
        return measured.Seen;
    }
}
