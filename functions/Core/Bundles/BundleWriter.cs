using System.Buffers;
using System.Security.Cryptography;

namespace Longshore.Core.Bundles;

/// <summary>A file as a bundle holds it.</summary>
/// <param name="Mode">Permissions, <c>st_mode &amp; 07777</c>.</param>
internal sealed record TarMember(string Path, long Size, Timestamp Modified, uint Mode, uint Uid, uint Gid)
{
    /// <summary>A shipped file as its receipt tells it, so that cleanup makes the same header.</summary>
    public static TarMember Of(ReceiptEntry entry) => new(
        entry.Path, entry.Size ?? 0, entry.Modified ?? default, entry.Mode ?? 0, entry.Uid ?? 0, entry.Gid ?? 0);
}

/// <summary>
/// Writes a bundle: a POSIX tar of files in the order of their paths, and as its last member the manifest, in the format of
/// <c>sha256sum</c>. So <c>tar -x</c> and <c>sha256sum -c manifest-sha256.txt</c> prove it. The same files give the same bytes.
/// </summary>
/// <param name="write">Takes the bytes in order.</param>
internal sealed class BundleWriter(BundleWriter.Sink write)
{
    public const string Manifest = "manifest-sha256.txt";

    private readonly ArrayBufferWriter<byte> _manifest = new();

    public delegate void Sink(ReadOnlySpan<byte> bytes);

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>The time of the newest file.</summary>
    public Timestamp Newest { get; private set; } = Timestamp.Earliest;

    /// <summary>
    /// Whether a file of this path may be in a bundle. The manifest must be the only thing of its name, and bsdtar takes a
    /// backslash or a drive letter (<c>c:</c>) from the beginning of a name.
    /// </summary>
    public static bool Takes(string path) => path != Manifest && !path.StartsWith(Manifest + "/", StringComparison.Ordinal)
        && path is not (['\\', ..] or [(>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ':', ..]);

    /// <summary>Bytes of a file with its header, and of its line in the manifest.</summary>
    public static (long InTar, int InManifest) LengthOf(TarMember member) => (
        TarHeader.Of(member).Length + Padded(member.Size),
        Encoding.UTF8.GetByteCount(Line("", member.Path)) + (2 * SHA256.HashSizeInBytes));

    /// <summary>Bytes of a bundle with files of so many bytes by <see cref="LengthOf"/>.</summary>
    public static long LengthOf(long inTar, long inManifest) =>
        inTar + TarHeader.Block + Padded(inManifest) + (2 * TarHeader.Block);

    /// <param name="content">All bytes of the file.</param>
    /// <param name="sha256">Their SHA-256.</param>
    /// <returns>Where the file's bytes begin.</returns>
    public long Add(TarMember member, ReadOnlySpan<byte> content, ReadOnlySpan<byte> sha256)
    {
        if (content.Length != member.Size)
            throw new ArgumentException($"{member.Path} has {content.Length} bytes, not {member.Size}.", nameof(content));
        Write(TarHeader.Of(member));
        var offset = Length;
        Write(content);
        Pad();
        _manifest.Write(Encoding.UTF8.GetBytes(Line(Convert.ToHexStringLower(sha256), member.Path)));
        if (member.Modified > Newest)
            Newest = member.Modified;
        return offset;
    }

    /// <summary>Writes the manifest and the end of the tar. It is dated as the newest file, without a fraction.</summary>
    public void End()
    {
        var seconds = Math.Clamp(Math.DivRem(Newest.UnixNanoseconds, 1_000_000_000).Quotient, 0, TarHeader.MostShortTime);
        Write(TarHeader.Of(
            new TarMember(Manifest, _manifest.WrittenCount, Timestamp.FromUnix(seconds, 0), Mode: 0x1A4, Uid: 0, Gid: 0)));
        Write(_manifest.WrittenSpan);
        Pad();
        Write(new byte[2 * TarHeader.Block]);
    }

    /// <summary>As <c>sha256sum</c> writes it: a line with an escaped name begins with a backslash.</summary>
    private static string Line(string sha256, string path)
    {
        var escaped = path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal);
        return $"{(escaped == path ? "" : "\\")}{sha256}  {escaped}\n";
    }

    private static long Padded(long length) => length + TarHeader.Padding(length);

    private void Pad() => Write(new byte[TarHeader.Padding(Length)]);

    private void Write(ReadOnlySpan<byte> bytes)
    {
        write(bytes);
        Length += bytes.Length;
    }
}
