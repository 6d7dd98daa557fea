using System.Buffers;
using System.Buffers.Binary;

namespace Longshore.Volumes;

/// <summary>
/// The entries of one directory, sorted by the bytes of their names, a folder by its name plus <c>/</c>. The names are packed
/// into rented blocks: a million of them take about 40 MB and few objects.
/// </summary>
internal sealed class DirectoryListing : IDisposable
{
    /// <summary>Chooses the entries to keep.</summary>
    public delegate bool Filter(ReadOnlySpan<byte> name, bool directory);

    private const int BlockBits = 18;
    private const int BlockBytes = 1 << BlockBits;

    /// <summary>The first block is small, because a deep chain of folders keeps one listing for each level.</summary>
    private const int FirstBlockBytes = 4096;

    /// <summary>The type, and the length of the name in two bytes: FUSE may have names of more than 255 bytes.</summary>
    private const int HeaderBytes = 3;

    /// <summary>As many as an index of 32 bits can reach: 4 GiB of names.</summary>
    private const int MostBlocks = 1 << (32 - BlockBits);

    private readonly List<byte[]> _blocks = [];
    private readonly List<uint> _index = [];
    private int _used;

    /// <summary>Reads all entries but <c>.</c> and <c>..</c>.</summary>
    /// <param name="dir">Open for reading, at its start.</param>
    /// <param name="filter">Null keeps all.</param>
    /// <param name="errno">0, or why the listing is not complete. A removed directory is empty.</param>
    public static DirectoryListing Read(SafeFileHandle dir, Filter? filter, out int errno)
    {
        var listing = new DirectoryListing();
        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        while ((errno = Sys.ReadDirectory(dir, buffer, out var length)) == 0 && length > 0)
        {
            errno = listing.AddAll(dir, buffer.AsSpan(0, length), filter);
            if (errno != 0)
                break;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        if (errno == Errno.ENOENT)
            errno = 0;
        listing._index.Sort(listing.Compare);
        return listing;
    }

    /// <summary>A listing of one folder by its name, with nothing read; empty if the filter leaves the folder out.</summary>
    public static DirectoryListing OfFolder(ReadOnlySpan<byte> name, Filter filter)
    {
        var listing = new DirectoryListing();
        if (filter(name, directory: true))
            listing.TryAdd(name, EntryType.Directory);
        return listing;
    }

    public int Count => _index.Count;

    public ReadOnlySpan<byte> Name(int position) => NameAt(_index[position]);

    /// <summary>The type that the directory gave; the entry may have another type by now.</summary>
    public EntryType Type(int position) => (EntryType)At(_index[position])[0];

    public void Dispose()
    {
        foreach (var block in _blocks)
            ArrayPool<byte>.Shared.Return(block);
        _blocks.Clear();
        _index.Clear();
    }

    /// <returns>0, or why entries are missing.</returns>
    private int AddAll(SafeFileHandle dir, ReadOnlySpan<byte> records, Filter? filter)
    {
        var entries = new DirectoryEntries(records);
        while (entries.MoveNext())
        {
            var type = entries.Type == EntryType.Unknown ? TypeOf(dir, entries.Name) : entries.Type;
            if ((filter is null || filter(entries.Name, type == EntryType.Directory)) && !TryAdd(entries.Name, type))
                return Errno.EOVERFLOW;
        }

        return entries.IsBroken ? Errno.EIO : 0;
    }

    /// <summary>
    /// The type bits of the mode, which have the values of <c>d_type</c>. Unknown if the entry cannot be examined: the error is
    /// reported later, where files are examined.
    /// </summary>
    private static EntryType TypeOf(SafeFileHandle dir, ReadOnlySpan<byte> name) =>
        Sys.Stat(dir, PathText.Terminated(name), forceSync: false, out var found) == 0
            ? (EntryType)(found.Mode >> 12) : EntryType.Unknown;

    /// <returns>False if the listing is full.</returns>
    private bool TryAdd(ReadOnlySpan<byte> name, EntryType type)
    {
        var size = HeaderBytes + name.Length;
        if (_blocks.Count == 0 || _used + size > Math.Min(_blocks[^1].Length, BlockBytes))
        {
            if (_blocks.Count == MostBlocks)
                return false;
            _blocks.Add(ArrayPool<byte>.Shared.Rent(_blocks.Count == 0 ? Math.Max(FirstBlockBytes, size) : BlockBytes));
            _used = 0;
        }

        var entry = _blocks[^1].AsSpan(_used, size);
        entry[0] = (byte)type;
        BinaryPrimitives.WriteUInt16LittleEndian(entry[1..], (ushort)name.Length);
        name.CopyTo(entry[HeaderBytes..]);
        _index.Add(((uint)(_blocks.Count - 1) << BlockBits) + (uint)_used);
        _used += size;
        return true;
    }

    private ReadOnlySpan<byte> At(uint offset) => _blocks[(int)(offset >> BlockBits)].AsSpan((int)(offset & (BlockBytes - 1)));

    private ReadOnlySpan<byte> NameAt(uint offset)
    {
        var entry = At(offset);
        return entry.Slice(HeaderBytes, BinaryPrimitives.ReadUInt16LittleEndian(entry[1..]));
    }

    private int Compare(uint left, uint right)
    {
        var a = NameAt(left);
        var b = NameAt(right);
        var shared = Math.Min(a.Length, b.Length);
        var order = a[..shared].SequenceCompareTo(b[..shared]);
        return order != 0 ? order : Next(a, left, shared).CompareTo(Next(b, right, shared));
    }

    private int Next(ReadOnlySpan<byte> name, uint offset, int shared) =>
        name.Length > shared ? name[shared] : At(offset)[0] == (byte)EntryType.Directory ? '/' : -1;
}
