namespace Longshore.Volumes;

/// <summary>One folder that a scan is in: its handle, its sorted entries and the position in them.</summary>
internal sealed class ScanLevel(SafeFileHandle directory, DirectoryListing listing, int pathLength) : IDisposable
{
    private int _position = -1;

    /// <param name="directory">Open for reading; the level owns it from here on.</param>
    /// <param name="path">Its path with a slash at the end; empty for the root.</param>
    /// <param name="errno">0, or why the listing is not complete.</param>
    public static ScanLevel Open(SafeFileHandle directory, ReadOnlySpan<byte> path, ScanRange range, out int errno)
    {
        var window = range.Within(path);
        errno = 0;
        var listing = window.OnlyFolder.IsEmpty
            ? DirectoryListing.Read(directory, window.Holds, out errno)
            : DirectoryListing.OfFolder(window.OnlyFolder.Span, window.Holds);
        return new ScanLevel(directory, listing, path.Length);
    }

    /// <summary>Closed while the scan is deep beneath; another handle of the same folder may replace it then.</summary>
    public SafeFileHandle Directory { get; set; } = directory;

    public int PathLength => pathLength;

    public ReadOnlySpan<byte> Name => listing.Name(_position);

    public EntryType Type => listing.Type(_position);

    /// <summary>Goes to the next name. A directory that is being changed may give a name twice; it counts once.</summary>
    public bool TryAdvance()
    {
        do
            _position++;
        while (_position > 0 && _position < listing.Count
            && listing.Name(_position).SequenceEqual(listing.Name(_position - 1)));
        return _position < listing.Count;
    }

    /// <summary>Skips all other entries.</summary>
    public void Abandon() => _position = listing.Count - 1;

    public void Dispose()
    {
        listing.Dispose();
        Directory.Dispose();
    }
}
