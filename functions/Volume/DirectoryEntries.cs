using System.Buffers.Binary;

namespace Longshore.Volumes;

/// <summary>The kernel's <c>d_type</c>. Source: getdents(2).</summary>
internal enum EntryType : byte
{
    /// <summary>The filesystem does not give it.</summary>
    Unknown = 0,
    Directory = 4,
    Regular = 8,
    SymbolicLink = 10,
}

/// <summary>
/// Walks the records of <c>getdents64</c>: inode 8, offset 8, length 2, type 1, name and NUL. Ends at the first broken record:
/// one with a length that does not fit, or a name that is empty, holds a slash or has no NUL.
/// </summary>
internal ref struct DirectoryEntries(ReadOnlySpan<byte> records)
{
    private const int LengthAt = 16;
    private const int TypeAt = 18;
    private const int NameAt = 19;

    private ReadOnlySpan<byte> _rest = records;

    public ReadOnlySpan<byte> Name { get; private set; }

    public EntryType Type { get; private set; }

    /// <summary>Whether the walk ended at a broken record.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Goes to the next entry that is neither <c>.</c> nor <c>..</c>.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            if (!TryTake())
            {
                IsBroken = true;
                _rest = default;
                break;
            }

            if (!Name.SequenceEqual("."u8) && !Name.SequenceEqual(".."u8))
                return true;
        }

        return false;
    }

    private bool TryTake()
    {
        if (_rest.Length <= NameAt)
            return false;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_rest[LengthAt..]);
        if (length <= NameAt || length > _rest.Length)
            return false;
        var name = _rest[NameAt..length];
        var end = name.IndexOfAny((byte)0, (byte)'/');
        if (end <= 0 || name[end] != 0)
            return false;
        Type = (EntryType)_rest[TypeAt];
        Name = name[..end];
        _rest = _rest[length..];
        return true;
    }
}
