using System.Text.Json;
using Longshore.App.Events;
using Longshore.Core.Scan;
using Longshore.Settings;
using Longshore.Volumes;

namespace Longshore.UnitTests.Core.Scan;

public class BatchBuilderTests
{
    private static List<PlannedBatch> Cut(ScheduleOptions options, IEnumerable<(string Path, long Size)> files)
    {
        var builder = new BatchBuilder(options);
        var batches = new List<PlannedBatch>();
        foreach (var (path, size) in files)
        {
            if (builder.Add(path, new Fingerprint(size, new Timestamp(1_795_219_200_123_456_789), default, 0)) is { } full)
                batches.Add(full);
        }

        batches.Add(builder.Take());
        return batches;
    }

    [Fact]
    public void Add_ManyShortPaths_CutsAtTheCount() =>
        Assert.Equal([10, 10, 5],
            Cut(new ScheduleOptions { BatchFiles = 10 }, Enumerable.Range(0, 25).Select(i => ($"{i:D2}", 1L)))
            .Select(batch => batch.Files.Length));

    [Fact]
    public void Add_LargeFiles_CutsAtTheBytes() =>
        Assert.Equal([2, 1, 1], Cut(new ScheduleOptions { BatchBytes = 100 }, [("a", 50), ("b", 50), ("c", 500), ("d", 1)])
            .Select(batch => batch.Files.Length));

    [Theory]
    [InlineData(200, true)]
    [InlineData(1000, false)]
    public void Take_LongPaths_SaysWhetherAnEventMayHoldThem(int files, bool fits)
    {
        var batch = Assert.Single(Cut(new ScheduleOptions(), Paths(files, 100)));

        Assert.Equal((files, fits), (batch.Files.Length, !batch.IsTooLargeForEvent));
        var data = JsonSerializer.SerializeToUtf8Bytes(
            new BatchReady { Files = batch.Files, MinAge = TimeSpan.FromMinutes(2) }, EventJson.Default.BatchReady);
        Assert.Equal(fits, data.Length <= 62 << 10);
    }

    [Fact]
    public void Add_VeryLongPaths_CutsAtTheSizeOfAList()
    {
        var batches = Cut(new ScheduleOptions { BatchFiles = 10_000 }, Paths(10_000, 4000));

        Assert.Equal(10_000, batches.Sum(batch => batch.Files.Length));
        Assert.All(batches, batch => Assert.InRange(
            JsonSerializer.SerializeToUtf8Bytes(new BatchList(batch.Files), ScanJson.Default.BatchList).Length,
            1, BatchList.MostBytes));
    }

    private static IEnumerable<(string Path, long Size)> Paths(int files, int length) =>
        Enumerable.Range(0, files).Select(i => ($"{new string('b', length)}/{i:D4}", 1L));
}
