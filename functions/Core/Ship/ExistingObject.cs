namespace Longshore.Core.Ship;

/// <param name="Bytes">Whether the object holds the file's bytes.</param>
/// <param name="Head">The object, where it was seen.</param>
/// <param name="Checksum">The checksum on which the answer rests; there if the bytes are the same.</param>
public sealed record Comparison(ExistingBytes Bytes, ObjectHead? Head, string? Checksum);

/// <summary>Compares an object with a file, exactly: by S3's own checksum, else by reading and hashing the object.</summary>
public sealed class ExistingObject(S3Store store)
{
    /// <param name="known">The file's whole SHA-256 in Base64 if it is known already.</param>
    /// <returns>
    /// <see cref="ExistingBytes.Unknown"/> with no head if the object is gone again, or the store tells no ETag of it.
    /// </returns>
    public async Task<Comparison> CompareAsync(string key, VolumeFile file, string? known, CancellationToken cancellation)
    {
        var head = await store.HeadAsync(key, cancellation, forWrite: true);
        if (head is null)
            return new Comparison(ExistingBytes.Unknown, null, null);
        if (head.Size != file.Stat.Fingerprint.Size)
            return new Comparison(ExistingBytes.Different, head, null);
        // Without an ETag nobody could tell later whether it is this object still.
        if (head.ETag.Length == 0)
            return new Comparison(ExistingBytes.Unknown, null, null);
        if (head is { IsProven: true, Checksum: { } stored, PartBytes: null } && FileHashes.PartsOf(stored) is null)
            return Judge(head, stored, known ?? FileHashes.Whole(file, cancellation));
        if (head is { IsProven: true, Checksum: { } composite, PartBytes: > 0 and { } partBytes }
            && FileHashes.PartsOf(composite) == PartsOf(head.Size, partBytes))
            return Judge(head, composite, FileHashes.Composite(file, partBytes, cancellation));

        // No checksum, one that proves nothing, or one made in parts of a size that nobody noted: only reading tells.
        var theirs = await store.HashAsync(key, head.ETag, head.Size, cancellation);
        if (theirs is null)
            return new Comparison(ExistingBytes.Unknown, null, null);
        var judged = Judge(head, theirs, known ?? FileHashes.Whole(file, cancellation));
        return judged.Bytes == ExistingBytes.Same ? judged with { Checksum = head.Checksum ?? theirs } : judged;
    }

    /// <summary>Parts of a file at this size each; null if S3 could not have made an object so.</summary>
    private static long? PartsOf(long size, long partBytes)
    {
        var parts = (size + partBytes - 1) / partBytes;
        return parts <= CompositeChecksum.MostParts ? parts : null;
    }

    internal static Comparison Judge(ObjectHead head, string theirs, string ours) =>
        theirs == ours ? new Comparison(ExistingBytes.Same, head, theirs) : new Comparison(ExistingBytes.Different, head, null);
}
