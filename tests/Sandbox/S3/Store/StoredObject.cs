namespace Longshore.Sandbox.S3.Store;

/// <summary>One version of an object, or a delete marker. Never changed once stored, except for its tags.</summary>
internal sealed class StoredObject
{
    public required string Key { get; init; }
    public required Body Body { get; init; }

    /// <summary>Without quotes: MD5 in hex, or MD5 of the parts' MD5s and <c>-N</c>.</summary>
    public required string ETag { get; init; }

    /// <summary>SHA-256 of the bytes in hex, whatever checksum the client chose: the journal's proof.</summary>
    public required string Sha256 { get; init; }

    public required DateTimeOffset LastModified { get; init; }
    public ObjectHeaders Headers { get; init; } = ObjectHeaders.None;
    public StoredChecksum? Checksum { get; init; }
    public IReadOnlyList<StoredPart> Parts { get; init; } = [];
    public bool IsDeleteMarker { get; init; }

    /// <summary><c>null</c> as S3 writes it where the bucket had no versioning.</summary>
    public string VersionId { get; set; } = "null";

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; set; } = [];
    public long Size => Body.Length;
}

/// <param name="Value">Base64, with <c>-N</c> where it is composite.</param>
internal sealed record StoredChecksum(ChecksumAlgorithm Algorithm, ChecksumType Type, string Value);

/// <summary>What stays known of a part after its upload was completed.</summary>
internal sealed record StoredPart(int Number, long Size, string? Checksum);
