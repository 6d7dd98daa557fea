using System.Text.Json;
using Longshore.App.Events;
using Longshore.Core.Scan;
using Longshore.Settings;
using Longshore.Volumes;

namespace Longshore.UnitTests.Core.Scan;

public class BatchBuilderTests
{
    private static List<BatchFile[]> Cut(ScheduleOptions options, IEnumerable<(string Path, long Size)> files)
    {
        var builder = new BatchBuilder(options);
        var batches = new List<BatchFile[]>();
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
            .Select(batch => batch.Length));

    [Fact]
    public void Add_LargeFiles_CutsAtTheBytes() =>
        Assert.Equal([2, 1, 1], Cut(new ScheduleOptions { BatchBytes = 100 }, [("a", 50), ("b", 50), ("c", 500), ("d", 1)])
            .Select(batch => batch.Length));

    [Fact]
    public void Add_LongPaths_CutsBelow64KiB()
    {
        var batches = Cut(new ScheduleOptions(), Enumerable.Range(0, 3000).Select(i => ($"{new string('ä', 100)}/{i:D4}", 1L)));
        Assert.Equal(3000, batches.Sum(batch => batch.Length));
        Assert.All(batches, batch => Assert.InRange(
            JsonSerializer.SerializeToUtf8Bytes(new BatchReady
            {
                Files = batch,
                MinAge = TimeSpan.FromMinutes(2),
            }, EventJson.Default.BatchReady).Length, 1, 62 << 10));
    }
}
