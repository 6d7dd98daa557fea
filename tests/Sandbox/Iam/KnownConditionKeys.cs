namespace Longshore.Sandbox.Iam;

/// <summary>
/// The condition keys whose values the sandbox really computes. A policy with any other is refused: a condition that is
/// never evaluated protects nothing.
/// </summary>
internal static class KnownConditionKeys
{
    private static readonly HashSet<string> Exact = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:CurrentTime", "aws:EpochTime", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:RequestedRegion",
        "aws:ResourceAccount", "aws:SecureTransport", "aws:SourceIp", "aws:UserAgent", "aws:userid", "aws:username",
        "s3:authType", "s3:delimiter", "s3:if-match", "s3:if-none-match", "s3:max-keys", "s3:ObjectCreationOperation",
        "s3:prefix",
        "s3:RequestObjectTagKeys", "s3:ResourceAccount", "s3:signatureversion", "s3:VersionId", "s3:x-amz-acl",
        "s3:x-amz-content-sha256", "s3:x-amz-copy-source", "s3:x-amz-metadata-directive", "s3:x-amz-server-side-encryption",
        "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:x-amz-storage-class",
        "sts:ExternalId", "sts:RoleSessionName",
    };

    private static readonly string[] Families = ["s3:RequestObjectTag/", "s3:ExistingObjectTag/"];

    public static bool Contains(string key) =>
        Exact.Contains(key) || Families.Any(family => key.StartsWith(family, StringComparison.OrdinalIgnoreCase)
            && key.Length > family.Length);

    /// <summary>Single-valued keys may also be policy variables.</summary>
    public static bool IsVariable(string name) => name is "*" or "?" or "$" || Contains(name);
}
