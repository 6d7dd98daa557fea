namespace Longshore.Benchmarks.Sink;

/// <summary>What requests are counted by, named as S3's API names them.</summary>
internal enum Operation
{
    Other = 0,
    PutObject,
    GetObject,
    HeadObject,
    DeleteObject,
    ListObjectsV2,
    CreateMultipartUpload,
    UploadPart,
    CompleteMultipartUpload,
    AbortMultipartUpload,
    ListParts,
    AssumeRole,
}
