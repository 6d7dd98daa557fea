using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Longshore.Store.Identity;

/// <summary>
/// The session of a role that a profile names. The SDK's own class takes the STS client that <see cref="S3Clients"/> registers
/// for web identities, which signs nothing, so that STS refuses the request.
/// </summary>
/// <param name="sts">Signs by the source profile.</param>
internal sealed class ProfileRoleCredentials(AssumeRoleAWSCredentials role, IAmazonSecurityTokenService sts)
    : RoleCredentials(sts, TimeProvider.System)
{
    /// <summary>What the SDK found, with this class in place of its own, also among the sources of a role.</summary>
    public static AWSCredentials InPlaceOf(AWSCredentials found, S3Options options) => found is AssumeRoleAWSCredentials role
        ? new ProfileRoleCredentials(role, S3Clients.Sts(InPlaceOf(role.SourceCredentials, options), options))
        {
            PreemptExpiryTime = TimeSpan.FromMinutes(5),
        }
        : found;

    protected override Task<CredentialsRefreshState> GenerateNewCredentialsAsync() => AssumeAsync(new AssumeRoleRequest
    {
        RoleArn = role.RoleArn,
        RoleSessionName = role.RoleSessionName,
        ExternalId = role.Options.ExternalId,
    });
}
