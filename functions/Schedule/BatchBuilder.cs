using System.Text.Json;
using Longshore.Events;
using Longshore.Files;

namespace Longshore.Schedule;

/// <summary>Cuts a stream of files into batches that hold three bounds: files, bytes, and the size of the event.</summary>
internal sealed class BatchBuilder(ScheduleOptions options)
{
    /// <summary>
    /// Room for the files in an event of 64 KiB, the size that every hop must accept; the rest is for its attributes.
    /// Source: CloudEvents 1.0, "Size Limits".
    /// </summary>
    private const int MostSerialized = 60 << 10;

    private readonly List<BatchFile> _files = [];
    private long _bytes;
    private int _serialized;

    /// <summary>Files not in a full batch yet.</summary>
    public int Count => _files.Count;

    /// <summary>Adds a file.</summary>
    /// <returns>The batch that was full before it, or null.</returns>
    public BatchFile[]? Add(string path, Fingerprint fingerprint)
    {
        var file = new BatchFile { Path = path, Size = fingerprint.Size, Modified = fingerprint.Modified };
        var length = JsonSerializer.SerializeToUtf8Bytes(file, EventJson.Default.BatchFile).Length + 1;
        var full = _files.Count > 0 && (_files.Count == options.BatchFiles || _bytes + fingerprint.Size > options.BatchBytes || _serialized + length > MostSerialized)
            ? Take()
            : null;
        _files.Add(file);
        _bytes += fingerprint.Size;
        _serialized += length;
        return full;
    }

    /// <summary>The files added since the last batch; empty if there are none.</summary>
    public BatchFile[] Take()
    {
        var batch = _files.ToArray();
        _files.Clear();
        (_bytes, _serialized) = (0, 0);
        return batch;
    }
}
