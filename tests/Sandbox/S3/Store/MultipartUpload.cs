namespace Longshore.Sandbox.S3.Store;

/// <summary>An upload between its creation and its completion or abortion.</summary>
internal sealed class MultipartUpload
{
    private readonly SortedDictionary<int, UploadedPart> _parts = [];

    public required string UploadId { get; init; }
    public required string Key { get; init; }
    public required DateTimeOffset Initiated { get; init; }
    public required string InitiatorArn { get; init; }
    public required ObjectHeaders Headers { get; init; }
    public required IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; }
    public required ChecksumAlgorithm Algorithm { get; init; }
    public required ChecksumType Type { get; init; }

    /// <summary>Whether the client named the algorithm; if not, S3 keeps CRC64NVME of its own accord.</summary>
    public required bool ChecksumChosen { get; init; }

    /// <summary>Held while the upload is completed, so that two completions cannot both win.</summary>
    public Lock Completion { get; } = new();

    /// <summary>A part number that is sent again replaces the part.</summary>
    public void Put(UploadedPart part)
    {
        lock (_parts)
            _parts[part.Number] = part;
    }

    public UploadedPart[] Parts()
    {
        lock (_parts)
            return [.. _parts.Values];
    }
}

/// <param name="Number">1 to 10,000.</param>
internal sealed record UploadedPart(int Number, Body Body, byte[] Md5, byte[] Checksum, DateTimeOffset LastModified)
{
    public string ETag { get; } = Convert.ToHexStringLower(Md5);
}
