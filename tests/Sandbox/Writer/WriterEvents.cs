using System.Globalization;
using System.Text.Json;
using System.Xml;
using Longshore.Sandbox.Knative;

namespace Longshore.Sandbox.Writer;

/// <summary>The events by which a writer says that files are complete.</summary>
internal static class WriterEvents
{
    private const string Source = "/sandbox/writer";

    /// <summary>Below 1,000 files, which an event may name at most, and small enough for 64 KiB.</summary>
    private const int FilesPerBatch = 500;

    /// <summary>One <c>scan.requested</c> per finished folder.</summary>
    public static IEnumerable<WireEvent> ScanRequests(IEnumerable<WrittenFile> files, TimeSpan minAge) =>
        files.Select(static file => file.Path[..(file.Path.LastIndexOf('/') + 1)]).Distinct(StringComparer.Ordinal)
            .Select(prefix => Create("dev.longshore.scan.requested", $"scan-{prefix.TrimEnd('/')}",
                new { prefix, minAge = XmlConvert.ToString(minAge) }));

    /// <summary><c>batch.ready</c> events that name every file.</summary>
    public static IEnumerable<WireEvent> Batches(IEnumerable<WrittenFile> files, TimeSpan minAge) =>
        files.Chunk(FilesPerBatch).Select((batch, index) =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"writer-{batch[0].Path.Split('/')[0]}-{index + 1}");
            return Create("dev.longshore.batch.ready", name, new
            {
                batch = name,
                minAge = XmlConvert.ToString(minAge),
                files = batch.Select(static file => new { path = file.Path, size = file.Size }),
            });
        });

    private static WireEvent Create(string type, string id, object data) =>
        WireEvent.Create($"{id}-{Guid.NewGuid():N}", Source, type, JsonSerializer.SerializeToUtf8Bytes(data));
}
