using Longshore.Files;
using Longshore.Storage.Objects;

namespace Longshore.Sync;

/// <param name="Bytes">Whether the object holds the file's bytes.</param>
/// <param name="Head">The object, where it was seen.</param>
/// <param name="Checksum">The checksum on which the answer rests; there if the bytes are the same.</param>
internal sealed record Comparison(ExistingBytes Bytes, ObjectHead? Head, string? Checksum);

/// <summary>Compares an object with a file, exactly: by S3's own checksum, else by reading and hashing the object.</summary>
internal sealed class ExistingObject(S3Store store)
{
    /// <param name="known">The file's whole SHA-256 in Base64 if it is known already.</param>
    /// <returns><see cref="ExistingBytes.Unknown"/> with no head if the object is gone again.</returns>
    public async Task<Comparison> CompareAsync(string key, VolumeFile file, string? known, CancellationToken cancellation)
    {
        var head = await store.HeadAsync(key, cancellation).ConfigureAwait(false);
        if (head is null)
            return new Comparison(ExistingBytes.Unknown, null, null);
        if (head.Size != file.Stat.Fingerprint.Size)
            return new Comparison(ExistingBytes.Different, head, null);
        if (head.Checksum is { } stored && FileHashes.PartsOf(stored) is not { })
            return Judge(head, stored, known ?? FileHashes.Whole(file, cancellation));
        if (head.Checksum is { } composite && head.PartBytes is > 0 and { } partBytes)
        {
            var ours = FileHashes.Composite(file, partBytes, cancellation);
            // Another part size than the metadata claims makes another checksum of the same bytes: then only reading tells.
            if (FileHashes.PartsOf(ours) == FileHashes.PartsOf(composite))
                return Judge(head, composite, ours);
        }

        var theirs = await store.HashAsync(key, head.ETag, cancellation).ConfigureAwait(false);
        return theirs is null
            ? new Comparison(ExistingBytes.Unknown, null, null)
            : Judge(head, theirs, known ?? FileHashes.Whole(file, cancellation));
    }

    private static Comparison Judge(ObjectHead head, string theirs, string ours) =>
        theirs == ours ? new Comparison(ExistingBytes.Same, head, theirs) : new Comparison(ExistingBytes.Different, head, null);
}
