namespace Longshore.Volumes;

/// <summary>One folder on the way of a scan: its handle, its sorted entries and how far the scan is.</summary>
internal sealed class ScanLevel : IDisposable
{
    private readonly DirectoryListing _listing;
    private int _position = -1;

    private ScanLevel(SafeFileHandle directory, DirectoryListing listing, int pathLength)
    {
        Directory = directory;
        _listing = listing;
        PathLength = pathLength;
    }

    /// <param name="directory">Open for reading; owned by the level from here on.</param>
    /// <param name="pathLength">Bytes of its path with the closing slash; 0 for the root.</param>
    /// <param name="range">What is wanted.</param>
    /// <param name="path">Its path with the closing slash.</param>
    /// <param name="errno">0, or why the listing is incomplete.</param>
    public static ScanLevel Open(
        SafeFileHandle directory, int pathLength, ScanRange range, ReadOnlySpan<byte> path, out int errno)
    {
        var window = range.Within(path);
        errno = 0;
        var listing = window.OnlyFolder.IsEmpty
            ? DirectoryListing.Read(directory, window.Holds, out errno)
            : DirectoryListing.OfFolder(window.OnlyFolder.Span, window.Holds);
        return new ScanLevel(directory, listing, pathLength);
    }

    /// <summary>Closed while the scan is far beneath; another handle of the same folder may take its place then.</summary>
    public SafeFileHandle Directory { get; set; }

    public int PathLength { get; }

    public ReadOnlySpan<byte> Name => _listing.Name(_position);

    public EntryType Type => _listing.Type(_position);

    /// <summary>A name that the directory gave twice, as it may while it changes, counts once.</summary>
    public bool TryAdvance()
    {
        do
            _position++;
        while (_position > 0 && _position < _listing.Count
            && _listing.Name(_position).SequenceEqual(_listing.Name(_position - 1)));
        return _position < _listing.Count;
    }

    /// <summary>Leaves the rest of the entries out.</summary>
    public void Abandon() => _position = _listing.Count - 1;

    public void Dispose()
    {
        _listing.Dispose();
        Directory.Dispose();
    }
}
