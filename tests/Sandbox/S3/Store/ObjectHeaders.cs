namespace Longshore.Sandbox.S3.Store;

/// <summary>What a client stores beside the bytes and gets back with them.</summary>
internal sealed record ObjectHeaders
{
    public static readonly ObjectHeaders None = new();

    public string ContentType { get; init; } = "binary/octet-stream";

    /// <summary>Cache-Control, Content-Disposition, Content-Encoding, Content-Language, Expires.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Standard { get; init; } = [];

    /// <summary>Names without <c>x-amz-meta-</c>, lower case.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    public string StorageClass { get; init; } = "STANDARD";

    /// <summary><c>AES256</c> unless the client chose; S3 encrypts everything.</summary>
    public string Encryption { get; init; } = "AES256";

    public string? KmsKeyId { get; init; }
}
