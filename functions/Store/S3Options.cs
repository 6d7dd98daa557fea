using System.ComponentModel.DataAnnotations;

namespace Longshore.Store;

/// <summary>Where objects go and as whom: settings <c>S3__*</c>.</summary>
public sealed class S3Options : IValidatableObject
{
    public const string Section = "S3";

    /// <summary>The bucket's name, without a scheme and without an ARN. Required.</summary>
    [Filled]
    public string Bucket { get; set; } = "";

    /// <summary>
    /// The folder of all shipped files, put before every key: ends in <c>/</c> and lies outside of <see cref="StatePrefix"/>.
    /// Default empty.
    /// </summary>
    public string Prefix { get; set; } = "";

    /// <summary>
    /// The key after the prefix. Contains <c>{path}</c> once and may use <c>{yyyy} {MM} {dd} {HH}</c> of the file's
    /// modification time in UTC. Default <c>{path}</c>.
    /// </summary>
    public string KeyTemplate { get; set; } = "{path}";

    /// <summary>
    /// Where receipts and other state live, from the bucket's root; ends in <c>/</c>. Default <c>_longshore/</c>.
    /// </summary>
    public string StatePrefix { get; set; } = "_longshore/";

    /// <summary>The role to assume through STS; none uses the base identity itself.</summary>
    public string? RoleArn { get; set; }

    /// <summary>The external id that the role's trust policy asks for.</summary>
    public string? ExternalId { get; set; }

    /// <summary>
    /// How long an assumed session lasts; AWS takes PT15M to PT12H, PT1H at most where roles are chained. Default PT1H.
    /// </summary>
    [Lasting("PT1S", "PT12H")]
    public TimeSpan SessionDuration { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Account id that must own the bucket, on AWS 12 digits; none by default.</summary>
    public string? ExpectedBucketOwner { get; set; }

    /// <summary>Endpoint of an S3-compatible store; none is AWS.</summary>
    public string? ServiceUrl { get; set; }

    /// <summary>Endpoint of its STS; none is AWS.</summary>
    public string? StsUrl { get; set; }

    /// <summary>Bucket in the path instead of the host name. Default false.</summary>
    public bool ForcePathStyle { get; set; }

    /// <summary>
    /// Whether the store honours <c>If-None-Match: *</c>. False looks before it writes, which leaves a race between two
    /// writers of one key. Default true.
    /// </summary>
    public bool ConditionalWrites { get; set; } = true;

    /// <summary>Whether every upload is read back and compared, whatever the store says of its checksum. Default false.</summary>
    public bool ReadBack { get; set; }

    /// <summary>
    /// Storage class of shipped objects, such as <c>STANDARD_IA</c>; the bucket's default if empty. On AWS one of
    /// <see cref="S3Names.StorageClasses"/>.
    /// </summary>
    public string? StorageClass { get; set; }

    /// <summary><c>AES256</c>, <c>aws:kms</c> or <c>aws:kms:dsse</c>; the bucket's default if empty.</summary>
    public string? ServerSideEncryption { get; set; }

    /// <summary>KMS key id or ARN, with <c>aws:kms</c>.</summary>
    public string? KmsKeyId { get; set; }

    /// <summary>Tags on every shipped object, as <c>a=b&amp;c=d</c>.</summary>
    public string? Tags { get; set; }

    /// <summary>Where the store is probed.</summary>
    public string ProbePrefix => StatePrefix + "probe/";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var isAws = string.IsNullOrEmpty(ServiceUrl);
        if (Bucket.Length > 0 && (isAws ? S3Names.RefuseBucket(Bucket) : S3Names.RefuseBucketOfAnyStore(Bucket)) is { } takes)
            yield return new($"S3__Bucket holds '{Bucket}'; {takes}.");
        if (isAws && !string.IsNullOrEmpty(StorageClass) && !S3Names.StorageClasses.Contains(StorageClass))
            yield return new(
                $"S3__StorageClass holds '{StorageClass}'; it takes one of {string.Join(", ", S3Names.StorageClasses)}.");
        if (isAws && !string.IsNullOrEmpty(ExpectedBucketOwner)
            && !(ExpectedBucketOwner.Length == 12 && ExpectedBucketOwner.All(char.IsAsciiDigit)))
            yield return new($"S3__ExpectedBucketOwner holds '{ExpectedBucketOwner}'; it takes the 12 digits of an AWS account.");
        foreach (var (name, url) in new[] { ("S3__ServiceUrl", ServiceUrl), ("S3__StsUrl", StsUrl) })
        {
            if (!string.IsNullOrEmpty(url)
                && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
                yield return new($"{name} holds '{url}'; it takes an absolute http or https address.");
        }

        if (!string.IsNullOrEmpty(RoleArn)
            && !(RoleArn.StartsWith("arn:", StringComparison.Ordinal) && RoleArn.Contains(":role/", StringComparison.Ordinal)))
            yield return new(
                $"S3__RoleArn holds '{RoleArn}'; it takes a role's ARN such as arn:aws:iam::123456789012:role/longshore-sync.");
        if (!string.IsNullOrEmpty(ServerSideEncryption) && ServerSideEncryption is not ("AES256" or "aws:kms" or "aws:kms:dsse"))
            yield return new(
                $"S3__ServerSideEncryption holds '{ServerSideEncryption}'; it takes AES256, aws:kms or aws:kms:dsse.");
        if (!string.IsNullOrEmpty(KmsKeyId) && ServerSideEncryption is null or "" or "AES256")
            yield return new("S3__KmsKeyId is set without S3__ServerSideEncryption=aws:kms.");
        if (ObjectTags.TryParse(Tags, out _, out var tagProblem))
            yield break;
        yield return new($"S3__Tags holds '{Tags}'; {tagProblem}.");
    }
}
