namespace Longshore.Core.Ship;

/// <param name="Bytes">Whether the object holds the file's bytes.</param>
/// <param name="Head">The object, if it was seen.</param>
/// <param name="Checksum">The checksum that proves it; set if the bytes are the same.</param>
public sealed record Comparison(ExistingBytes Bytes, ObjectHead? Head, string? Checksum);

/// <summary>Compares an object with a file exactly: by S3's own checksum, or else by reading and hashing the object.</summary>
public sealed class ExistingObject(S3Store store)
{
    /// <param name="size">Bytes that the object should have.</param>
    /// <param name="file">The file; null for a bundle, whose hash is known.</param>
    /// <param name="known">The whole SHA-256 in Base64, if known.</param>
    /// <returns><see cref="ExistingBytes.Unknown"/> without a head if the object is gone, or the store tells no ETag.</returns>
    public async Task<Comparison> CompareAsync(
        string key, long size, VolumeFile? file, string? known, CancellationToken cancellation)
    {
        var head = await store.HeadAsync(key, cancellation, forWrite: true);
        if (head is null)
            return new Comparison(ExistingBytes.Unknown, null, null);
        if (head.Size != size)
            return new Comparison(ExistingBytes.Different, head, null);
        // Without an ETag a later look cannot tell whether it is still this object.
        if (head.ETag.Length == 0)
            return new Comparison(ExistingBytes.Unknown, null, null);
        // The checksum must be of the kind that the metadata tells. An empty object may have one part, an empty file has none.
        var isWhole = FileHashes.PartsOf(head.Checksum ?? "") is null;
        if (head.IsProven && (isWhole || file is not null) && isWhole == head.PartBytes is null && (isWhole || head.Size > 0)
            && ContentProof.Fits(head.Checksum, head.PartBytes, head.Size))
            return Judge(head, head.Checksum!, isWhole
                ? known ?? FileHashes.Whole(file!, cancellation)
                : FileHashes.Composite(file!, head.PartBytes!.Value, cancellation));

        // No checksum, one that is not proven, or a composite one of unknown part size: read the object.
        var hash = await store.HashAsync(key, head.ETag, head.Size, cancellation);
        if (hash is null)
            return new Comparison(ExistingBytes.Unknown, null, null);
        var judged = Judge(head, hash, known ?? FileHashes.Whole(file!, cancellation));
        // A body that is damaged on its way looks like other bytes, so two reads must agree.
        if (judged.Bytes == ExistingBytes.Different && await store.HashAsync(key, head.ETag, head.Size, cancellation) != hash)
            return new Comparison(ExistingBytes.Unknown, null, null);
        return judged.Bytes == ExistingBytes.Same ? judged with { Checksum = head.Checksum ?? hash } : judged;
    }

    internal static Comparison Judge(ObjectHead head, string stored, string file) =>
        stored == file ? new Comparison(ExistingBytes.Same, head, stored) : new Comparison(ExistingBytes.Different, head, null);
}
