namespace Longshore.Volumes;

/// <summary>
/// The checksum that a file's bytes must have before it is unlinked. Without one, only a file under a lease is deleted.
/// </summary>
/// <param name="Checksum">SHA-256 in Base64 of the bytes that S3 holds; a composite one ends in <c>-{parts}</c>.</param>
/// <param name="PartBytes">Size of a part if the checksum is composite.</param>
/// <param name="Always">Whether to read the file again even if a lease keeps every writer away.</param>
/// <param name="Limit">How long reading it may take.</param>
public readonly record struct ContentProof(string? Checksum, long? PartBytes, bool Always, TimeSpan Limit)
{
    /// <summary>Ends the reading; then the file is put back.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Whether a file of so many bytes can be hashed to a checksum of this form.</summary>
    public static bool Fits(string? checksum, long? partBytes, long size)
    {
        if (string.IsNullOrEmpty(checksum))
            return false;
        if (FileHashes.PartsOf(checksum) is not { } parts)
            return true;
        return partBytes is { } bytes and > 0 && parts is > 0 and <= CompositeChecksum.MostParts
            && (size - 1) / bytes + 1 == parts;
    }
}
