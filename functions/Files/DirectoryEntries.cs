using System.Buffers.Binary;

namespace Longshore.Files;

/// <summary>The kernel's <c>d_type</c>. Source: getdents(2).</summary>
internal enum EntryType : byte
{
    /// <summary>The filesystem does not say.</summary>
    Unknown = 0,
    Directory = 4,
    Regular = 8,
    SymbolicLink = 10,
}

/// <summary>Walks the records that <c>getdents64</c> has written: inode 8, offset 8, length 2, type 1, name and NUL.</summary>
internal ref struct DirectoryEntries(Span<byte> records)
{
    private const int LengthAt = 16;
    private const int TypeAt = 18;
    private const int NameAt = 19;

    private ReadOnlySpan<byte> _rest = records;

    public ReadOnlySpan<byte> Name { get; private set; }

    public EntryType Type { get; private set; }

    public readonly DirectoryEntries Current => this;

    public readonly DirectoryEntries GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_rest.Length > NameAt)
        {
            var record = _rest[..BinaryPrimitives.ReadUInt16LittleEndian(_rest[LengthAt..])];
            _rest = _rest[record.Length..];
            Type = (EntryType)record[TypeAt];
            Name = record[NameAt..];
            Name = Name[..Name.IndexOf((byte)0)];
            if (!Name.SequenceEqual("."u8) && !Name.SequenceEqual(".."u8))
                return true;
        }

        return false;
    }
}
