namespace Longshore.Core.Bundles;

/// <summary>
/// The header of a regular file in a tar: ustar, with PAX records before it for what ustar cannot hold. The same file always has
/// the same header: it holds no owner's name, no time but the file's, and no number of a process. Names beyond ASCII stand there
/// as they are, if they fit: bsdtar composes the characters of a name in a PAX record. Source: POSIX.1-2017, pax, "ustar
/// Interchange Format" and "pax Extended Header".
/// </summary>
internal static class TarHeader
{
    /// <summary>Everything in a tar begins at a multiple of it.</summary>
    public const int Block = 512;

    /// <summary>The last second since the epoch that fits without a PAX record: in the year 2242.</summary>
    public const long MostShortTime = 0x1FFFFFFFF;

    private const int MostName = 100;
    private const int MostPrefix = 155;
    private const int MostShortId = 0x1FFFFF;
    private const long Nanoseconds = 1_000_000_000;
    private const byte RegularFile = (byte)'0';
    private const byte ExtendedHeader = (byte)'x';

    /// <summary>So many bytes up to the next block.</summary>
    public static int Padding(long length) => (int)(-length & (Block - 1));

    public static byte[] Of(TarMember member)
    {
        var path = Encoding.UTF8.GetBytes(member.Path);
        var records = Records(member, path);
        var extended = records.Length == 0 ? 0 : Block + records.Length + Padding(records.Length);
        var header = new byte[extended + Block];
        if (records.Length > 0)
        {
            // A reader that knows no PAX extracts the records as a file of this name.
            Fill(header.AsSpan(0, Block), [], "PaxHeaders/next"u8, ExtendedHeader, records.Length, 0x1A4, 0, 0, 0);
            records.CopyTo(header, Block);
        }

        var seconds = Math.DivRem(member.Modified.UnixNanoseconds, Nanoseconds).Quotient;
        var slash = SplitAt(path) ?? path.Length - 1;
        var prefix = slash < path.Length - 1 ? path.AsSpan(0, Math.Max(0, slash)) : [];
        Fill(header.AsSpan(extended), prefix, path.AsSpan(slash + 1), RegularFile, member.Size, member.Mode & 0xFFF,
            member.Uid > MostShortId ? 0 : member.Uid, member.Gid > MostShortId ? 0 : member.Gid,
            seconds is >= 0 and <= MostShortTime ? seconds : 0);
        return header;
    }

    private static byte[] Records(TarMember member, byte[] path)
    {
        var records = new MemoryStream();
        if (SplitAt(path) is null)
            Add("path", path);
        if (member.Modified.UnixNanoseconds < 0 || member.Modified.UnixNanoseconds % Nanoseconds != 0
            || member.Modified.UnixNanoseconds / Nanoseconds > MostShortTime)
            Add("mtime", Encoding.ASCII.GetBytes(Seconds(member.Modified)));
        if (member.Uid > MostShortId)
            Add("uid", Encoding.ASCII.GetBytes(member.Uid.ToString(CultureInfo.InvariantCulture)));
        if (member.Gid > MostShortId)
            Add("gid", Encoding.ASCII.GetBytes(member.Gid.ToString(CultureInfo.InvariantCulture)));
        // .NET does not read the header's prefix where there are PAX records.
        if (records.Length > 0 && SplitAt(path) >= 0 && Ascii.IsValid(path))
            Add("path", path);
        return records.ToArray();

        // A record begins with its own length, which counts its own digits.
        void Add(string name, byte[] value)
        {
            var rest = name.Length + value.Length + 3;
            var length = rest + Digits(rest);
            length = rest + Digits(length);
            records.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length} {name}=")));
            records.Write(value);
            records.WriteByte((byte)'\n');
        }
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    /// <summary>Decimal seconds since the epoch, with as many digits after the point as are needed.</summary>
    private static string Seconds(Timestamp moment)
    {
        var (seconds, fraction) = Math.DivRem(moment.UnixNanoseconds, Nanoseconds);
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{(moment.UnixNanoseconds < 0 ? "-" : "")}{Math.Abs(seconds)}.{Math.Abs(fraction):D9}");
        return text.TrimEnd('0').TrimEnd('.');
    }

    /// <summary>
    /// The slash after which the header's name begins; what is before it is the header's prefix. -1 if the path fits into the
    /// name, null if it fits into neither.
    /// </summary>
    private static int? SplitAt(ReadOnlySpan<byte> path)
    {
        if (path.Length <= MostName)
            return -1;
        var slash = path[..Math.Min(path.Length, MostPrefix + 1)].LastIndexOf((byte)'/');
        return slash > 0 && path.Length - slash - 1 is > 0 and <= MostName ? slash : null;
    }

    private static void Fill(Span<byte> block, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name, byte type, long size,
        uint mode, uint uid, uint gid, long seconds)
    {
        name.CopyTo(block);
        prefix.CopyTo(block[345..]);
        Octal(block[100..108], mode);
        Octal(block[108..116], uid);
        Octal(block[116..124], gid);
        Octal(block[124..136], size);
        Octal(block[136..148], seconds);
        block[148..156].Fill((byte)' ');
        block[156] = type;
        "ustar\000"u8.CopyTo(block[257..]);
        Octal(block[329..337], 0);
        Octal(block[337..345], 0);
        var sum = 0;
        foreach (var each in block)
            sum += each;
        Octal(block[148..155], sum);
    }

    /// <summary>Octal digits with zeros before them and a NUL after them.</summary>
    private static void Octal(Span<byte> field, long value)
    {
        for (var at = field.Length - 2; at >= 0; at--, value >>= 3)
            field[at] = (byte)('0' + (value & 7));
        field[^1] = 0;
    }
}
