using Longshore.Core.Scan;
using Longshore.Settings;
using Longshore.UnitTests.Model.Telemetry;
using Longshore.Volumes;

namespace Longshore.UnitTests.Core.Scan;

/// <summary>A volume of 1,000 bytes in which an hour ago files of 300 lay.</summary>
public class VolumeGaugesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly VolumeSpace Space = new(Free: 720, Used: 280, Total: 1000);

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

        Assert.Equal(
            [
                "longshore.volume.usage 280 longshore.volume.state=used",
                "longshore.volume.usage 720 longshore.volume.state=free", "longshore.volume.limit 1000",
                "longshore.backlog.files 2", "longshore.backlog.size 280", "longshore.backlog.age 7200",
                $"longshore.volume.write_rate {180 / 3600.0:R}", $"longshore.volume.unload_rate {200 / 3600.0:R}",
                "longshore.volume.time_to_full 14400",
            ],
            measured);
    }

    [Fact]
    public void Record_NothingWritten_IsNeverFull() =>
        Assert.Equal("longshore.volume.time_to_full Infinity", Record(Space, Earlier, (100, Now.AddHours(-2)))[^1]);

    [Fact]
    public void Record_FirstScan_HasNoRates() =>
        Assert.Equal("longshore.backlog.age 7200", Record(Space, null, (100, Now.AddHours(-2)))[^1]);

    [Fact]
    public void Record_EmptyVolume_WaitsForNothing() =>
        Assert.Equal(["longshore.backlog.files 0", "longshore.backlog.size 0", "longshore.backlog.age 0"],
            Record(Space, null).TakeLast(3));

    [Fact]
    public void Record_FilesystemWithoutHonestSize_IsSummedUpAndNotForecast()
    {
        var measured = Record(new VolumeSpace(Free: long.MaxValue - 280, Used: 6144, Total: long.MaxValue), Earlier,
            (180, Now.AddMinutes(-10)));

        Assert.Equal("longshore.volume.usage 180 longshore.volume.state=used", measured[0]);
        Assert.Equal(["longshore.backlog.files", "longshore.backlog.size", "longshore.backlog.age", "longshore.volume.write_rate",
            "longshore.volume.unload_rate"],
            measured.Skip(1).Select(seen => seen.Split(' ')[0]));
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
        VolumeGauges.Record(tally, space, earlier, Now);
        return measured.Seen;
    }
}
