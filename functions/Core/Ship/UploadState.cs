using Longshore.Store.Uploads;

namespace Longshore.Core.Ship;

/// <summary>
/// A multipart upload that can be continued, stored as <c>uploads/{hash of key}.json</c>. It is continued only if key, part size
/// and the file's fingerprint are the same; otherwise it is aborted (<see cref="AbandonDecision"/>).
/// </summary>
public sealed record UploadState
{
    public required string Key { get; init; }

    public required string UploadId { get; init; }

    public required long PartBytes { get; init; }

    public required long Size { get; init; }

    public required Timestamp Modified { get; init; }

    public required Timestamp Changed { get; init; }

    public required ulong Inode { get; init; }

    /// <summary>The volume's name; in old notes the volume's root.</summary>
    public string? Volume { get; init; }

    /// <summary>The file's path on the volume. If that file is gone, the upload may be aborted. Old notes have none.</summary>
    public string? Path { get; init; }

    /// <summary>When the note was put, by the store's clock; null if that is not known.</summary>
    [JsonIgnore]
    public DateTimeOffset? Noted { get; init; }

    [JsonIgnore]
    public Fingerprint Fingerprint => new(Size, Modified, Changed, Inode);

    [JsonIgnore]
    public MultipartUpload Upload => new(Key, UploadId);

    public bool Continues(string key, long partBytes, Fingerprint fingerprint) =>
        Key == key && PartBytes == partBytes && Fingerprint == fingerprint;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(UploadState))]
internal sealed partial class UploadJson : JsonSerializerContext;
