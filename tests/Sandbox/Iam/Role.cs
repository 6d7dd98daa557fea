namespace Longshore.Sandbox.Iam;

/// <param name="MaxSession">What the role permits, 1 to 12 hours.</param>
/// <param name="SessionCap">
/// For tests of refreshing: sessions end after this time at the latest, whatever was asked for and granted. AWS has no such
/// thing.
/// </param>
internal sealed record Role(
    string Name, string Arn, string RoleId, PolicyDocument Trust, IReadOnlyList<PolicyDocument> Policies, TimeSpan MaxSession,
    TimeSpan? SessionCap);
