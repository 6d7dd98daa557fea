using System.Security.Cryptography;
using System.Text.Json;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.Writer;

namespace Longshore.IntegrationTests.Knative;

public sealed class SampleWriterTests : IDisposable
{
    private static readonly DateTimeOffset Hour = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    private readonly string _root = Directory.CreateTempSubdirectory("longshore-writer-").FullName;

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(13_312)]
    [InlineData(200_001)]
    public async Task Write_AnySize_RecordsWhatStandsOnTheVolume(int bytes)
    {
        var files = await WriteAsync(7, bytes, 5);

        Assert.Equal(7, Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Length);
        foreach (var file in files)
        {
            var content = await File.ReadAllBytesAsync(Path.Combine(_root, file.Path), TestContext.Current.CancellationToken);
            Assert.Equal(bytes, content.Length);
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
        }

        Assert.Equal(bytes == 0 ? 1 : 7, files.Select(static file => file.Sha256).Distinct().Count());
    }

    [Fact]
    public async Task Write_MoreThanAFolderTakes_FillsTheHoursBefore()
    {
        var files = await WriteAsync(5, 10, 2);

        Assert.Equal(
            ["2026-11-22T08/cam-00001.jpg", "2026-11-22T08/cam-00002.jpg", "2026-11-22T09/cam-00001.jpg",
                "2026-11-22T09/cam-00002.jpg", "2026-11-22T10/cam-00001.jpg"],
            files.Select(static file => file.Path));
    }

    [Fact]
    public async Task Write_SameSeedElsewhere_GivesTheSameBytes()
    {
        var first = await WriteAsync(3, 1000, 5);
        Directory.Delete(Path.Combine(_root, "2026-11-22T10"), recursive: true);

        Assert.Equal(first, await WriteAsync(3, 1000, 5));
    }

    [Fact]
    public async Task Write_FileIsThere_IsNotOverwritten()
    {
        await WriteAsync(1, 10, 5);

        await Assert.ThrowsAnyAsync<IOException>(() => WriteAsync(1, 20, 5));
        Assert.Equal(10, new FileInfo(Path.Combine(_root, "2026-11-22T10/cam-00001.jpg")).Length);
    }

    [Fact]
    public async Task Write_WithAManifest_ListsEveryFile()
    {
        var path = Path.Combine(_root, "manifest.jsonl");
        var files = await new SampleWriter(Options(4, 10, 5)).WriteAsync(null, TestContext.Current.CancellationToken);
        using (var manifest = new WrittenManifest(path))
        {
            foreach (var file in files)
                manifest.Add(file);
        }

        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(files.Select(static file => file.Path),
            lines.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task ScanRequests_TwoFolders_NameEachOnce()
    {
        var events = WriterEvents.ScanRequests(await WriteAsync(4, 10, 2), TimeSpan.FromSeconds(2)).ToArray();

        Assert.Equal(["minAge=PT2S prefix=2026-11-22T09/", "minAge=PT2S prefix=2026-11-22T10/"], events.Select(SortedSummary));
    }

    [Fact]
    public async Task Batches_ThousandFiles_StayBelow64KiB()
    {
        var events = WriterEvents.Batches(await WriteAsync(1000, 1, 5000), TimeSpan.FromSeconds(2)).ToArray();

        Assert.Equal(2, events.Length);
        Assert.All(events, static batch => Assert.InRange(batch.Data.Length, 1, 64 * 1024));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string SortedSummary(WireEvent sent) =>
        string.Join(' ', DataSummary.Of(sent).Split(' ').Order(StringComparer.Ordinal));

    private Task<IReadOnlyList<WrittenFile>> WriteAsync(int files, long bytes, int perFolder) =>
        new SampleWriter(Options(files, bytes, perFolder)).WriteAsync(null, TestContext.Current.CancellationToken);

    private WriterOptions Options(int files, long bytes, int perFolder) =>
        new() { Root = _root, Files = files, Bytes = bytes, FilesPerFolder = perFolder, Hour = Hour };
}
