using System.Buffers;
using System.Security.Cryptography;
using Longshore.Core.Bundles;

namespace Longshore.Core.Clean;

/// <summary>
/// Finds out which files a bundle in S3 holds, as a whole: builds the tar again from the files on the volume and compares it with
/// S3's checksum. Where that is not possible, it reads the bundle back once. See <see cref="DeleteDecision"/>.
/// </summary>
public sealed class BundleProof(S3Store store, IOptions<CleanupOptions> options, WorkClock clock)
{
    /// <param name="bundle">Agrees with S3's listing of now.</param>
    /// <param name="entries">All files that the receipt has in the bundle.</param>
    /// <param name="canRebuild">Whether each of them is on the volume and unchanged.</param>
    /// <returns>What the bytes of each file must hash to; null with the reason why none may be deleted.</returns>
    internal async Task<(ContentProof[]? Contents, string? Reason)> OfAsync(
        FolderLook look, ReceiptBundle bundle, ReceiptEntry[] entries, bool canRebuild, CancellationToken abort)
    {
        var head = await store.HeadAsync(bundle.Key, abort);
        if (head is null)
            return (null, Reasons.ObjectMissing);
        if (head.ETag != bundle.ETag || head.Size != bundle.Size)
            return (null, Reasons.ObjectDiffers);
        var isListing = options.Value.Proof == Proof.Listing;
        // A checksum that may only repeat what was sent proves nothing if it is the whole proof.
        var stored = head.IsProven && (isListing || !head.IsAssumed) && FileHashes.PartsOf(head.Checksum!) is null
            ? head.Checksum : null;
        if (stored is not null && stored != bundle.Checksum)
            return (null, Reasons.ObjectDiffers);
        var limit = clock.Deadline / 2;
        if (canRebuild && stored is not null && Rebuild(look, entries, abort) == (stored, bundle.Size))
            return ([.. entries.Select(entry => new ContentProof(
                entry.Checksum, null, Always: !isListing || options.Value.Reread == Reread.Always, limit))], null);

        var ranges = entries.Select(static (entry, at) => (Range: new ByteRange(entry.Offset!.Value, entry.Length!.Value), at))
            .OrderBy(static range => range.Range.Offset).ToArray();
        var hashes = await store.HashAsync(
            bundle.Key, bundle.ETag, bundle.Size, [.. ranges.Select(static range => range.Range)], abort);
        if (hashes is null)
            return (null, Reasons.ObjectMissing);
        var contents = new ContentProof[entries.Length];
        foreach (var ((_, at), hash) in ranges.Zip(hashes))
            contents[at] = new ContentProof(hash, null, Always: true, limit);
        return (contents, null);
    }

    /// <summary>
    /// The checksum and the size of the tar of these files as they are now; null if one of them is not as the receipt says. The
    /// hashes for the manifest come from the receipt: if one were wrong, the tar would be another.
    /// </summary>
    private static (string Checksum, long Size)? Rebuild(FolderLook look, ReceiptEntry[] entries, CancellationToken abort)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var writer = new BundleWriter(hash.AppendData);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, entries.Max(static entry => entry.Size!.Value) + 1));
        Span<byte> sha256 = stackalloc byte[SHA256.HashSizeInBytes];
        try
        {
            foreach (var entry in entries.OrderBy(static entry => entry.Offset))
            {
                abort.ThrowIfCancellationRequested();
                var size = (int)Math.Min(entry.Size!.Value, buffer.Length - 1);
                if (!VolumePath.TryParse(entry.Path, out var path, out _)
                    || !Convert.TryFromBase64String(entry.Checksum!, sha256, out var length) || length != sha256.Length)
                    return null;
                using var file = look.OpenRead(path);
                if (file is null || file.Stat.Fingerprint != entry.Fingerprint()
                    || file.Read(buffer.AsSpan(0, size + 1), 0, enough: size) != entry.Size
                    || file.HasChanged()
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
