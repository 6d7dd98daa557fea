using System.Buffers;

namespace Longshore.Core.Scan;

/// <summary>Cuts a stream of files into batches with three limits: files, bytes, and the size of their list.</summary>
internal sealed class BatchBuilder : IDisposable
{
    /// <summary>Room for the brackets around the files.</summary>
    private const int MostSerialized = BatchList.MostBytes - 64;

    private readonly List<BatchFile> _files = [];
    private readonly ArrayBufferWriter<byte> _scratch = new(1024);
    private readonly Utf8JsonWriter _writer;
    private readonly ScheduleOptions _options;
    private long _bytes;
    private int _serialized;

    public BatchBuilder(ScheduleOptions options)
    {
        _options = options;
        _writer = new Utf8JsonWriter(_scratch);
    }

    /// <summary>Files since the last full batch.</summary>
    public int Count => _files.Count;

    /// <returns>The batch that has no room for this file; null if there was room.</returns>
    public PlannedBatch? Add(string path, Fingerprint fingerprint)
    {
        var file = new BatchFile { Path = path, Size = fingerprint.Size, Modified = fingerprint.Modified };
        var length = LengthOf(file) + 1;
        var isFull = _files.Count == _options.BatchFiles || _bytes > _options.BatchBytes - fingerprint.Size
            || _serialized + length > MostSerialized;
        var full = isFull && _files.Count > 0 ? Take() : null;
        _files.Add(file);
        _bytes += fingerprint.Size;
        _serialized += length;
        return full;
    }

    /// <summary>The files added since the last batch; empty if there are none. Number and age are the planner's.</summary>
    public PlannedBatch Take()
    {
        var batch = new PlannedBatch(0, [.. _files]) { IsTooLargeForEvent = _serialized > _options.EventBytes };
        _files.Clear();
        (_bytes, _serialized) = (0, 0);
        return batch;
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>Its length in the event.</summary>
    private int LengthOf(BatchFile file)
    {
        _scratch.ResetWrittenCount();
        _writer.Reset();
        JsonSerializer.Serialize(_writer, file, ScanJson.Default.BatchFile);
        _writer.Flush();
        return _scratch.WrittenCount;
    }
}
