using System.Buffers;
using System.Security.Cryptography;
using Longshore.Core.Bundles;

namespace Longshore.Core.Clean;

/// <summary>
/// Finds out which files a bundle in S3 holds, as a whole: builds the tar again from the files on the volume and compares it with
/// S3's checksum. Where that is not possible, it reads the bundle back once.
/// <code>
/// HEAD tells                                 | rebuilt from the volume | read back: bytes at the offset | the file
/// no object                                  | not tried               | not read                       | Keep object-missing
/// another ETag, size or checksum             | not tried               | not read                       | Keep object-differs
/// the receipt's checksum                     | the same bytes          | not read                       | Delete
/// the receipt's checksum                     | other bytes             | the file's                     | Delete
/// the receipt's checksum                     | a file is not as it was | the file's                     | Delete
/// no checksum, or one that proves nothing    | not tried               | the file's                     | Delete
/// the receipt's checksum, or none            | any but the same bytes  | others                         | Keep bytes-differ
/// the receipt's checksum, or none            | any but the same bytes  | cannot be read                 | Keep store-refused
/// </code>
/// After reading back, the file's bytes are compared in the trash.
/// </summary>
public sealed class BundleProof(S3Store store, IOptions<CleanupOptions> options, WorkClock clock)
{
    /// <param name="bundle">Agrees with S3's listing of now.</param>
    /// <param name="entries">All files that the receipt has in the bundle, in the order of their offsets.</param>
    /// <param name="areUnchanged">Whether each of them is on the volume and unchanged.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <returns>What the bytes of each file must hash to; null with the reason why none may be deleted.</returns>
    internal async Task<(ContentProof[]? Contents, string? Reason)> OfAsync(
        FolderLook look, ReceiptBundle bundle, ReceiptEntry[] entries, bool areUnchanged, CancellationToken stop)
    {
        var head = await store.HeadAsync(bundle.Key, stop);
        if (head is null)
            return (null, Reasons.ObjectMissing);
        var checksum = ObjectProof.ChecksumFor(options.Value.Proof, head);
        if (head.ETag != bundle.ETag || head.Size != bundle.Size || (checksum is not null && checksum != bundle.Checksum))
            return (null, Reasons.ObjectDiffers);
        var limit = clock.Deadline / 2;
        if (areUnchanged && checksum is not null && Rebuild(look, entries, stop) == (checksum, bundle.Size))
        {
            var always = options.Value is { Proof: Proof.Checksum } or { Reread: Reread.Always };
            return ([.. entries.Select(entry => new ContentProof(entry.Checksum, null, always, limit))], null);
        }

        var hashes = await store.HashAsync(bundle.Key, bundle.ETag, bundle.Size,
            [.. entries.Select(static entry => new ByteRange(entry.Offset!.Value, entry.Size!.Value))], stop);
        return hashes is null ? (null, Reasons.ObjectMissing)
            : ([.. hashes.Select(hash => new ContentProof(hash, null, Always: true, limit))], null);
    }

    /// <summary>
    /// The checksum and the size of the tar of these files as they are now; null if one of them is not as the receipt says. The
    /// hashes for the manifest come from the receipt: if one were wrong, the tar would be another.
    /// </summary>
    private static (string Checksum, long Size)? Rebuild(FolderLook look, ReceiptEntry[] entries, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var writer = new BundleWriter(hash.AppendData);
        // A bundle is small, and so is each of its files. One byte more shows whether a file has grown.
        var buffer = ArrayPool<byte>.Shared.Rent((int)entries.Max(static entry => entry.Size!.Value) + 1);
        Span<byte> sha256 = stackalloc byte[SHA256.HashSizeInBytes];
        try
        {
            foreach (var entry in entries)
            {
                stop.ThrowIfCancellationRequested();
                var size = (int)entry.Size!.Value;
                if (!VolumePath.TryParse(entry.Path, out var path, out _)
                    || !Convert.TryFromBase64String(entry.Checksum!, sha256, out var length) || length != sha256.Length)
                    return null;
                using var file = look.OpenRead(path);
                if (file is null || file.Stat.Fingerprint != entry.Fingerprint() || !file.TryReadAll(buffer, size)
                    || writer.Add(TarMember.Of(entry), buffer.AsSpan(0, size), sha256) != entry.Offset)
                    return null;
            }
        }
        catch (VolumeFileException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        writer.End();
        return (Convert.ToBase64String(hash.GetHashAndReset()), writer.Length);
    }
}
