namespace Longshore.Core.Scan;

/// <summary>Counts the entries of a scan, each of them once.</summary>
public sealed class ScanTally
{
    /// <summary>Characters of paths in one event of 64 KiB, if each is escaped to six bytes.</summary>
    private const int MostHidden = 8 << 10;

    private readonly ScanCompleted _counts = new() { DeferredFor = new(StringComparer.Ordinal) };
    private readonly LeftFiles _left = new();
    private readonly List<(string Path, Timestamp Changed)> _hidden = [];
    private int _hiddenCharacters;

    /// <summary>All regular files.</summary>
    public long SeenFiles { get; private set; }
    public long SeenBytes { get; private set; }

    /// <summary>Bytes of those that changed after <see cref="Since"/>.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>Files that are ready to be shipped.</summary>
    public WaitingFiles Ready { get; private set; }

    /// <summary>Files that this scan leaves for a later one.</summary>
    public WaitingFiles Deferred { get; private set; }

    /// <summary>Start of the scan before this one. Files that are modified later were written since then.</summary>
    public Timestamp Since { get; init; } = Timestamp.Latest;

    /// <summary>Counts a regular file of any outcome.</summary>
    public void See(Fingerprint file)
    {
        SeenFiles++;
        SeenBytes = Sizes.Add(SeenBytes, file.Size);
        if (file.Modified > Since)
            WrittenBytes = Sizes.Add(WrittenBytes, file.Size);
    }

    /// <summary>Counts a file that is ready.</summary>
    public void Wait(Fingerprint file) => Ready = Ready.With(file);

    public void Planned(int files, long bytes)
    {
        _counts.Files += files;
        _counts.Bytes = Sizes.Add(_counts.Bytes, bytes);
    }

    /// <param name="reason">One of <see cref="Reasons"/>.</param>
    public void Defer(string path, Fingerprint file, string reason)
    {
        _left.Add(new LeftFile(path, LeftFile.Deferred, reason));
        _counts.Deferred++;
        _counts.DeferredFor[reason] = _counts.DeferredFor.GetValueOrDefault(reason) + 1;
        Deferred = Deferred.With(file);
    }

    public void Ignore() => _counts.Ignored++;

    public void Reserve(string path)
    {
        _counts.Reserved++;
        _left.Add(new LeftFile(path, LeftFile.Reserved, ""));
    }

    public void NotAddressable(string path)
    {
        _counts.Unaddressable++;
        _left.Add(new LeftFile(path, LeftFile.Unaddressable, ""));
    }

    /// <summary>Counts a file that a cleanup, at work or dead, has renamed to delete it.</summary>
    public void Hide(string path, Fingerprint file)
    {
        See(file);
        Reserve(path);
        if (_hiddenCharacters + path.Length >= MostHidden)
            return;
        _hiddenCharacters += path.Length;
        _hidden.Add((path, file.Changed));
    }

    /// <summary>Those that have not changed since the limit. Names beyond one event wait for the next scan.</summary>
    public IEnumerable<string> HiddenBefore(Timestamp limit) =>
        _hidden.Where(file => file.Changed <= limit).Select(file => file.Path);

    public void NotRegular() => _counts.Special++;

    /// <param name="problem">Why, in a sentence.</param>
    public void CannotRead(string path, string problem)
    {
        _counts.Unreadable++;
        _left.Add(new LeftFile(path, LeftFile.Unreadable, problem));
    }

    public ScanCompleted Completed(Timestamp now, VolumeSpace space) => _counts with
    {
        Left = _left.Take(),
        OldestAge = OldestAge(now),
        BytesFree = space.Free,
        BytesUsed = space.Used,
    };

    private TimeSpan? OldestAge(Timestamp now) => new[] { Ready.Age(now), Deferred.Age(now) }.Max();
}

/// <summary>Files that wait on the volume.</summary>
/// <param name="Since">Since when the first of them waits; null if there is none.</param>
public readonly record struct WaitingFiles(long Files, long Bytes, Timestamp? Since)
{
    /// <summary>
    /// Adds a file. It waits since the later of mtime and ctime: a file that was moved or copied here may bring an old mtime.
    /// </summary>
    public WaitingFiles With(Fingerprint file)
    {
        var since = file.Changed > file.Modified ? file.Changed : file.Modified;
        return new WaitingFiles(Files + 1, Sizes.Add(Bytes, file.Size), Since is { } first && first <= since ? first : since);
    }

    public TimeSpan? Age(Timestamp now) => Since is { } since ? now - since : null;
}
