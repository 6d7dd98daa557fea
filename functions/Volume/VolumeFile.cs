namespace Longshore.Volumes;

/// <summary>
/// A regular file, open for reading. It stays the file that was opened, even if its name leads to another one now.
/// </summary>
public sealed class VolumeFile : IDisposable
{
    private readonly bool _stableInodes;

    internal VolumeFile(SafeFileHandle handle, string path, FileStat stat, bool stableInodes)
    {
        Handle = handle;
        Stat = stat;
        Path = path;
        _stableInodes = stableInodes;
    }

    public SafeFileHandle Handle { get; }

    /// <summary>The path by which it was opened, relative to the root.</summary>
    public string Path { get; }

    /// <summary>The state after the open, from the file server.</summary>
    public FileStat Stat { get; }

    /// <summary>The state now, from the file server. If the name is gone, the kind is still regular and links are 0.</summary>
    /// <exception cref="VolumeFileException">The state is not known.</exception>
    public FileStat Restat()
    {
        var errno = Sys.Stat(Handle, "\0"u8, forceSync: true, out var found);
        return errno == 0 ? FileStat.From(found, _stableInodes) : throw VolumeFileException.For(Path, "examined", errno);
    }

    /// <summary>Whether the file has changed since it was opened. A rename or a new link counts as a change.</summary>
    public bool HasChanged() => Restat().Fingerprint != Stat.Fingerprint;

    /// <summary>Reads until the buffer is full or the file ends. Safe for several threads at once.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">Byte offset in the file, 0 or more.</param>
    /// <returns>Bytes read; fewer than the buffer takes only at the end of the file.</returns>
    /// <exception cref="VolumeFileException">The filesystem reports an error.</exception>
    public int Read(Span<byte> buffer, long offset) => Read(buffer, offset, buffer.Length);

    /// <summary>
    /// The same, but may stop after so many bytes: a buffer with room for one more shows in the same call whether the file grew.
    /// </summary>
    public int Read(Span<byte> buffer, long offset, int enough)
    {
        var total = 0;
        // At least one read: an empty file may have grown too.
        do
        {
            var errno = Sys.Read(Handle, buffer[total..], offset + total, out var length);
            if (errno != 0)
                throw VolumeFileException.For(Path, "read", errno);
            if (length == 0)
                break;
            total += length;
        }
        while (total < enough);
        return total;
    }

    /// <summary>Reads the whole file into the beginning of a buffer.</summary>
    /// <param name="buffer">With room for at least one byte more, which shows whether the file has grown.</param>
    /// <param name="size">The bytes that it should have.</param>
    /// <returns>Whether it has so many bytes, and has not changed since it was opened.</returns>
    /// <exception cref="VolumeFileException">The filesystem reports an error.</exception>
    public bool TryReadAll(Span<byte> buffer, int size) =>
        Stat.Fingerprint.Size == size && Read(buffer[..(size + 1)], 0, enough: size) == size && !HasChanged();

    /// <summary>
    /// Whether a writer has the file open, by a read lease that is given back at once. This proves nothing: it needs the owner's
    /// uid or CAP_LEASE and a local filesystem, and a writer may come a moment later.
    /// </summary>
    public WriterState ProbeWriter() => WriterLease.Probe(Handle);

    public void Dispose() => Handle.Dispose();
}
