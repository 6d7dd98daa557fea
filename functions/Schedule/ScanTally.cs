using Longshore.Events;
using Longshore.Files;

namespace Longshore.Schedule;

/// <summary>Counts what a scan sees; every entry is counted once.</summary>
internal sealed class ScanTally
{
    private Timestamp? _oldest;

    public long Files { get; private set; }

    public long Bytes { get; private set; }

    public long Deferred { get; private set; }

    public long Ignored { get; private set; }

    public long Reserved { get; private set; }

    public long Unaddressable { get; private set; }

    public long Special { get; private set; }

    public long Unreadable { get; private set; }

    /// <summary>A file is ready; it counts once it is <see cref="Planned"/>.</summary>
    public void Ready(Fingerprint file) => Waiting(file);

    public void Planned(int files, long bytes)
    {
        Files += files;
        Bytes += bytes;
    }

    /// <summary>Deferred files by reason.</summary>
    public SortedDictionary<string, long> DeferredFor { get; } = new(StringComparer.Ordinal);

    /// <param name="file">The file.</param>
    /// <param name="reason">One of <see cref="Reasons"/>.</param>
    public void Defer(Fingerprint file, string reason)
    {
        Deferred++;
        DeferredFor[reason] = DeferredFor.GetValueOrDefault(reason) + 1;
        Waiting(file);
    }

    public void Ignore() => Ignored++;

    public void Reserve() => Reserved++;

    public void NotAddressable() => Unaddressable++;

    public void NotRegular() => Special++;

    public void CannotRead() => Unreadable++;

    public ScanCompleted Completed(Timestamp now, VolumeSpace space) => new()
    {
        Files = Files,
        Bytes = Bytes,
        Deferred = Deferred,
        DeferredFor = DeferredFor,
        Ignored = Ignored,
        Reserved = Reserved,
        Unaddressable = Unaddressable,
        Special = Special,
        Unreadable = Unreadable,
        OldestAge = _oldest is { } oldest ? now - oldest : null,
        BytesFree = space.Free,
        BytesUsed = space.Used,
    };

    private void Waiting(Fingerprint file)
    {
        if (_oldest is not { } oldest || file.Modified < oldest)
            _oldest = file.Modified;
    }
}
