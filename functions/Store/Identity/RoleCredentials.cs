using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Longshore.Store.Identity;

/// <summary>The session of a role, renewed before it expires. The SDK lets one caller renew at a time.</summary>
/// <param name="sts">Signs by the credentials that may assume the role. Owned.</param>
internal abstract class RoleCredentials(IAmazonSecurityTokenService sts, TimeProvider time) : RefreshingAWSCredentials
{
    protected TimeProvider Time => time;

    /// <summary>The SDK calls this near the end of a session; it blocks one thread of the pool for one request.</summary>
    protected sealed override CredentialsRefreshState GenerateNewCredentials() =>
        Task.Run(GenerateNewCredentialsAsync).GetAwaiter().GetResult();

    /// <exception cref="FormatException">STS answered without credentials that a request can carry.</exception>
    protected async Task<CredentialsRefreshState> AssumeAsync(AssumeRoleRequest request, CancellationToken cancellation = default)
    {
        var granted = (await sts.AssumeRoleAsync(request, cancellation)).Credentials;
        if (string.IsNullOrEmpty(granted?.AccessKeyId) || string.IsNullOrEmpty(granted.SecretAccessKey))
            throw new FormatException("its answer holds no credentials");
        var credentials = new ImmutableCredentials(granted.AccessKeyId, granted.SecretAccessKey, granted.SessionToken);
        if (AwsEnvironment.ProblemOf(credentials) is { } problem)
            throw new FormatException($"its answer holds {problem}");
        // STS's clock counts; the SDK corrects its own to it. One hour is the default of STS.
        return new CredentialsRefreshState(credentials, granted.Expiration?.ToUniversalTime()
            ?? time.GetUtcNow().UtcDateTime.AddSeconds(request.DurationSeconds ?? 3600));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            sts.Dispose();
        base.Dispose(disposing);
    }
}
