using System.ComponentModel.DataAnnotations;
using Longshore.Store.Identity;

namespace Longshore.Store;

/// <summary>The bucket, the keys and the identity: settings <c>S3__*</c>.</summary>
public sealed class S3Options : IValidatableObject
{
    public const string Section = "S3";

    private static readonly TimeSpan DefaultSession = TimeSpan.FromHours(1);

    /// <summary>The bucket's name, without a scheme and without an ARN. Required.</summary>
    [Filled]
    public string Bucket { get; set; } = "";

    /// <summary>Prefix of shipped files' keys; ends in <c>/</c>, lies outside <see cref="StatePrefix"/>. Default empty.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>
    /// The key after the prefix. Contains <c>{path}</c> once and may contain <c>{yyyy} {MM} {dd} {HH}</c> of the file's mtime in
    /// UTC. Default <c>{path}</c>.
    /// </summary>
    public string KeyTemplate { get; set; } = "{path}";

    /// <summary>
    /// The key of a bundle after the prefix. Ends in <c>{batch}-{sha256}.tar</c>. Before that it may contain <c>{yyyy} {MM} {dd}
    /// {HH}</c> of the batch's newest file in UTC, and <c>{folder}</c>, the first part of the paths. Default
    /// <c>bundles/{yyyy}/{MM}/{dd}/{batch}-{sha256}.tar</c>.
    /// </summary>
    public string BundleTemplate { get; set; } = "bundles/{yyyy}/{MM}/{dd}/{batch}-{sha256}.tar";

    /// <summary>Prefix of receipts and other state; ends in <c>/</c>. Default <c>_longshore/</c>.</summary>
    public string StatePrefix { get; set; } = "_longshore/";

    /// <summary>The role to assume through STS; if empty, the base identity sends the requests.</summary>
    public string? RoleArn { get; set; }

    /// <summary>The external id that the role's trust policy demands.</summary>
    public string? ExternalId { get; set; }

    /// <summary>How long a session lasts: PT15M to PT12H on AWS, at most PT1H for chained roles. Default PT1H.</summary>
    [Lasting("PT1S", "PT12H")]
    public TimeSpan SessionDuration { get; set; } = DefaultSession;

    /// <summary>
    /// How long a look-up of credentials may take, and then STS to assume the role. Default PT30S.
    /// </summary>
    [Lasting("PT1S", "PT10M")]
    public TimeSpan CredentialsTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Id of the account that must own the bucket, 12 digits on AWS. Default none.</summary>
    public string? ExpectedBucketOwner { get; set; }

    /// <summary>
    /// Endpoint of an S3-compatible store. If empty, that of <c>AWS_ENDPOINT_URL_S3</c>, <c>AWS_ENDPOINT_URL</c> or the profile;
    /// AWS without one.
    /// </summary>
    public string? ServiceUrl { get; set; }

    /// <summary>Endpoint of the store's STS. If empty, that of <c>AWS_ENDPOINT_URL_STS</c> and so on, or AWS.</summary>
    public string? StsUrl { get; set; }

    /// <summary>The setting of <see cref="ServiceUrl"/>.</summary>
    public const string ServiceUrlName = "S3__ServiceUrl";

    /// <summary>What gives <see cref="ServiceUrl"/>, for messages.</summary>
    public string ServiceUrlFrom { get; internal set; } = ServiceUrlName;

    /// <summary>What gives <see cref="StsUrl"/>, for messages.</summary>
    public string StsUrlFrom { get; internal set; } = "S3__StsUrl";

    /// <summary>
    /// Whether the role's session is limited by a policy to the bucket and its two prefixes. Default true; false for a store that
    /// does not understand the policy.
    /// </summary>
    public bool SessionPolicy { get; set; } = true;

    /// <summary>Puts the bucket's name into the path instead of the host name. Default false.</summary>
    public bool ForcePathStyle { get; set; }

    /// <summary>
    /// Whether the store honours <c>If-None-Match: *</c>. With false, a key is looked at before each write, and two writers of
    /// one key can race. Default true.
    /// </summary>
    public bool ConditionalWrites { get; set; } = true;

    /// <summary>Whether every upload is read back and compared, even if the store reports a checksum. Default false.</summary>
    public bool ReadBack { get; set; }

    /// <summary>Storage class of shipped objects, on AWS one of its own; the bucket's default if empty.</summary>
    public string? StorageClass { get; set; }

    /// <summary><c>AES256</c>, <c>aws:kms</c> or <c>aws:kms:dsse</c>; the bucket's default if empty.</summary>
    public string? ServerSideEncryption { get; set; }

    /// <summary>KMS key id or ARN; needs <c>aws:kms</c> or <c>aws:kms:dsse</c>.</summary>
    public string? KmsKeyId { get; set; }

    /// <summary>Tags on every shipped object, as <c>a=b&amp;c=d</c>.</summary>
    public string? Tags { get; set; }

    /// <summary>Bucket, prefix and address in a few words, for messages.</summary>
    public string Place => $"{StoreAdvice.Where(ServiceUrl)}, bucket {Bucket}, prefix '{Prefix}'";

    /// <summary>A sentence for each setting that plays no part beside the others.</summary>
    public IEnumerable<string> Unused()
    {
        if (!string.IsNullOrEmpty(RoleArn))
            yield break;
        if (!string.IsNullOrEmpty(ExternalId))
            yield return "S3__ExternalId has no effect without S3__RoleArn: no role is assumed.";
        if (SessionDuration != DefaultSession)
            yield return "S3__SessionDuration has no effect without S3__RoleArn: no role is assumed.";
    }

    /// <summary>Prefix of the objects of <see cref="Probe.StoreProbe"/>.</summary>
    public string ProbePrefix => StatePrefix + "probe/";

    /// <summary>Settings that go into a header or into a request to STS as they are.</summary>
    private (string Name, string? Value)[] InHeaders =>
    [
        (nameof(RoleArn), RoleArn), (nameof(ExternalId), ExternalId), (nameof(ExpectedBucketOwner), ExpectedBucketOwner),
        (nameof(StorageClass), StorageClass), (nameof(ServerSideEncryption), ServerSideEncryption), (nameof(KmsKeyId), KmsKeyId),
    ];

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
        foreach (var (name, url) in new[] { (ServiceUrlFrom, ServiceUrl), (StsUrlFrom, StsUrl) })
        {
            if (AwsEnvironment.Blank(url ?? "") is { } blank)
                yield return new($"{name} {blank}; remove it.");
            else if (!string.IsNullOrEmpty(url) && !WebAddress.TryParse(url, out _))
                yield return new($"{name} holds "
                    + $"{(url.Contains('@', StringComparison.Ordinal) ? "a user and no address" : $"'{url}'")}; "
                    + "it takes an absolute http or https address.");
        }

        // Some stores have their API beneath a path. The bucket's name never belongs there: it would come twice in each key.
        if (WebAddress.TryParse(ServiceUrl, out var store)
            && store.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is [.. var before, var last]
            && Uri.UnescapeDataString(last) == Bucket)
            yield return new($"{ServiceUrlFrom} holds '{WebAddress.WithoutUser(ServiceUrl)}', which ends in the bucket's name; "
                + $"write {store.GetLeftPart(UriPartial.Scheme)}{store.Authority[(store.Authority.IndexOf('@') + 1)..]}"
                + $"{string.Concat(before.Select(static each => $"/{each}"))} there, and the bucket's name in S3__Bucket alone.");
        foreach (var (name, value) in InHeaders)
        {
            if (AwsEnvironment.Blank(value ?? "") is { } blank)
                yield return new($"S3__{name} {blank}; remove it.");
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
        if (!ObjectTags.TryParse(Tags, out _, out var tagProblem))
            yield return new($"S3__Tags holds '{Tags}'; {tagProblem}.");
    }
}
