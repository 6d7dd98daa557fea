namespace Longshore.Sandbox.Iam;

/// <summary>A key pair that signs requests.</summary>
/// <param name="SessionToken">Null for a user's own key.</param>
/// <param name="Expires">Null for a user's own key.</param>
internal sealed record Credential(
    string AccessKeyId, string SecretAccessKey, string? SessionToken, DateTimeOffset? Expires, Principal Principal);
