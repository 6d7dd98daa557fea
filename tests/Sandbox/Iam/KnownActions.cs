namespace Longshore.Sandbox.Iam;

/// <summary>
/// The actions of the services Longshore meets (Service Authorization Reference). An action that is not among them is a
/// slip such as <c>s3:HeadObject</c>, which IAM would accept and never match.
/// </summary>
internal static class KnownActions
{
    private const string S3 =
        "AbortMultipartUpload BypassGovernanceRetention CreateBucket DeleteBucket DeleteBucketPolicy DeleteBucketWebsite "
            + "DeleteObject "
        + "DeleteObjectTagging DeleteObjectVersion DeleteObjectVersionTagging GetAccelerateConfiguration GetBucketAcl "
        + "GetBucketCORS "
        + "GetBucketLocation GetBucketLogging GetBucketNotification GetBucketObjectLockConfiguration GetBucketOwnershipControls "
        + "GetBucketPolicy GetBucketPolicyStatus GetBucketPublicAccessBlock GetBucketTagging GetBucketVersioning "
        + "GetBucketWebsite "
        + "GetEncryptionConfiguration GetLifecycleConfiguration GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold "
        + "GetObjectRetention GetObjectTagging GetObjectVersion GetObjectVersionAcl GetObjectVersionAttributes "
        + "GetObjectVersionTagging ListAllMyBuckets ListBucket ListBucketMultipartUploads ListBucketVersions "
        + "ListMultipartUploadParts PutBucketAcl PutBucketCORS PutBucketLogging PutBucketNotification "
        + "PutBucketObjectLockConfiguration "
        + "PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock PutBucketTagging PutBucketVersioning "
        + "PutBucketWebsite PutEncryptionConfiguration PutLifecycleConfiguration PutObject PutObjectAcl PutObjectLegalHold "
        + "PutObjectRetention PutObjectTagging PutObjectVersionAcl PutObjectVersionTagging RestoreObject";

    private const string Sts =
        "AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity DecodeAuthorizationMessage GetCallerIdentity GetFederationToken "
        + "GetSessionToken SetSourceIdentity TagSession";

    private const string Kms =
        "Decrypt DescribeKey Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo";

    private static readonly string[] All =
    [
        .. S3.Split(' ').Select(name => "s3:" + name),
        .. Sts.Split(' ').Select(name => "sts:" + name),
        .. Kms.Split(' ').Select(name => "kms:" + name),
    ];

    /// <summary>What is wrong with an action of a policy, wildcards included; null if nothing is.</summary>
    public static string? Problem(PolicyPattern action)
    {
        if (action.Text == "*")
            return null;
        if (action.Variables.Any() || action.Text.Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
            return "is malformed; an action reads service:Name";
        return All.Any(known => action.Matches(known, _ => null, ignoreCase: true))
            ? null : "is no action of s3, sts or kms that exists";
    }
}
