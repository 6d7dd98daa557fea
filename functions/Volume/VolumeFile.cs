namespace Longshore.Volumes;

/// <summary>A regular file, open for reading. Reads and stats refer to what was opened, whatever its name leads to now.</summary>
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

    /// <summary>The name that it was opened by, relative to the root.</summary>
    public string Path { get; }

    /// <summary>Taken after the open, from the file server.</summary>
    public FileStat Stat { get; }

    /// <summary>The state now, from the file server. Kind stays regular even if the name is gone; links are 0 then.</summary>
    /// <exception cref="VolumeFileException">The filesystem does not tell.</exception>
    public FileStat Restat()
    {
        var errno = Sys.Stat(Handle, "\0"u8, forceSync: true, out var found);
        return errno == 0 ? FileStat.From(found, _stableInodes) : throw VolumeFileException.For(Path, "examined", errno);
    }

    /// <summary>Reads until the buffer is full or the file ends. Safe for several threads at once.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">Byte offset in the file, 0 or more.</param>
    /// <returns>Bytes read; fewer than the buffer takes only at the end of the file.</returns>
    /// <exception cref="VolumeFileException">The filesystem reports an error.</exception>
    public int Read(Span<byte> buffer, long offset) => Read(buffer, offset, buffer.Length);

    /// <summary>
    /// The same, but content with so many bytes: a buffer that takes one more shows in the same call whether the file has grown.
    /// </summary>
    public int Read(Span<byte> buffer, long offset, int enough)
    {
        var total = 0;
        // Once at least: an empty file may have grown too.
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

    /// <summary>
    /// Asks whether a writer has the file open, by taking a read lease and giving it back at once. A help, never a proof:
    /// it needs the owner's uid or CAP_LEASE and a local filesystem, and a writer may come a moment later.
    /// </summary>
    public WriterState ProbeWriter() => WriterLease.Probe(Handle);

    public void Dispose() => Handle.Dispose();
}
