using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace Longshore.Volumes;

/// <summary>Hashes a file on the volume as S3 would.</summary>
public static class FileHashes
{
    public const int ReadBytes = 1 << 20;

    /// <summary>SHA-256 over the whole file, in Base64.</summary>
    /// <param name="beforeRead">Called before each mebibyte; may throw.</param>
    public static string Whole(VolumeFile file, CancellationToken cancellation, Action? beforeRead = null) =>
        Part(file, 0, long.MaxValue, cancellation, beforeRead);

    public static string Composite(VolumeFile file, long partBytes, CancellationToken cancellation, Action? beforeRead = null)
    {
        var size = file.Stat.Fingerprint.Size;
        var parts = new List<string>();
        for (var offset = 0L; offset < size; offset += partBytes)
            parts.Add(Part(file, offset, partBytes, cancellation, beforeRead));
        return CompositeChecksum.Of(parts);
    }

    /// <summary>The number of parts of a composite checksum; null if it is not composite.</summary>
    public static int? PartsOf(string checksum)
    {
        var dash = checksum.LastIndexOf('-');
        return dash > 0 && int.TryParse(checksum.AsSpan(dash + 1), CultureInfo.InvariantCulture, out var parts) ? parts : null;
    }

    /// <summary>SHA-256 over one part, in Base64.</summary>
    /// <param name="beforeRead">As in <see cref="Whole"/>.</param>
    public static string Part(
        VolumeFile file, long offset, long length, CancellationToken cancellation, Action? beforeRead = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            while (length > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                beforeRead?.Invoke();
                var read = file.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, length)), offset);
                if (read == 0)
                    break;
                hash.AppendData(buffer, 0, read);
                offset += read;
                length -= read;
            }

            return Convert.ToBase64String(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
