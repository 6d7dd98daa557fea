using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Operations;
using Longshore.Sandbox.S3.Signing;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Http;

/// <summary>One authenticated S3 request on its way to its operation.</summary>
internal sealed class S3Request
{
    public required HttpContext Http { get; init; }
    public required RequestTarget Target { get; init; }
    public required Operation Operation { get; init; }
    public required ObjectStore Store { get; init; }
    public required S3ServerOptions Options { get; init; }
    public required VerifiedSignature Signature { get; init; }
    public required string RequestId { get; init; }
    public required FaultPlan Faults { get; init; }

    public Query Query => Target.Query;
    public string Key => Target.Key;
    public Principal Caller => Signature.Credential.Principal;
    public DateTimeOffset Now => Store.Time.GetUtcNow();

    /// <summary>Whether the checksum that was sent is believed.</summary>
    public bool RepeatsChecksums => Has(StoreQuirks.RepeatsChecksums)
        || (Has(StoreQuirks.RepeatsChecksumsUnprobed) && !Key.Contains("/probe/", StringComparison.Ordinal));

    /// <summary>Whether the store has this quirk now.</summary>
    public bool Has(StoreQuirks quirk) => Store.Quirks.HasFlag(quirk);

    /// <summary>The bucket, or NoSuchBucket.</summary>
    public Bucket Bucket => Store.Bucket(Target.Bucket);

    public string BucketArn => "arn:aws:s3:::" + Target.Bucket;
    public string ObjectArn => ArnOf(Target.Bucket, Target.Key);

    public static string ArnOf(string bucket, string key) => $"arn:aws:s3:::{bucket}/{key}";

    /// <summary>The header's value; null if it is absent or empty.</summary>
    public string? Header(string name)
    {
        var value = Http.Request.Headers[name];
        return value.Count == 0 || value.ToString() is not { Length: > 0 } text ? null : text;
    }

    /// <summary>Throws AccessDenied unless the caller's policies allow it.</summary>
    public void Authorize(string action, string resource)
    {
        var refusal =
            PolicyEvaluator.Refusal(Caller, new AccessRequest(action, resource, name => ConditionKeys.Values(this, name)));
        if (refusal is not null)
            throw S3Errors.AccessDenied(refusal);
    }

    public bool IsAllowed(string action, string resource) =>
        PolicyEvaluator.Refusal(Caller, new AccessRequest(action, resource, name => ConditionKeys.Values(this, name))) is null;

    /// <summary>
    /// What S3 says of a key that is not there: 404 only to a caller who may list it, so that a permission to list that hangs on
    /// <c>s3:prefix</c> covers the keys under it. Source: Ceph's pull request 68577, which copies what AWS was seen to do.
    /// </summary>
    public S3Exception Missing(S3Exception notFound)
    {
        var list = new AccessRequest("s3:ListBucket", BucketArn,
            name => name == "s3:prefix" ? [Target.Key] : ConditionKeys.Values(this, name));
        return PolicyEvaluator.Refusal(Caller, list) is { } refusal ? S3Errors.AccessDenied(refusal) : notFound;
    }
}
