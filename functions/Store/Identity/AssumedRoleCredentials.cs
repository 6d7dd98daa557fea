using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Longshore.Store.Identity;

/// <summary>The session of the assumed role, renewed before it expires. The SDK lets one caller renew at a time.</summary>
internal sealed class AssumedRoleCredentials(
    IAmazonSecurityTokenService sts, S3Options options, string sessionName, TimeProvider time, ILogger log)
    : RefreshingAWSCredentials
{
    private const int LongestName = 64;

    /// <summary>The shortest session that STS grants.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15);

    /// <summary>The session's name in CloudTrail: the function and the pod.</summary>
    /// <returns>2 to 64 characters that STS accepts.</returns>
    public static string SessionName(string? functions, string pod)
    {
        var name = $"longshore-{(string.IsNullOrWhiteSpace(functions) ? "all" : functions)}-{pod}";
        return string.Concat(
            name.Take(LongestName).Select(c => char.IsAsciiLetterOrDigit(c) || "+=.@-_".Contains(c) ? c : '-'));
    }

    /// <summary>The SDK calls this near the end of a session; it blocks one thread of the pool for one request.</summary>
    protected override CredentialsRefreshState GenerateNewCredentials() =>
        Task.Run(GenerateNewCredentialsAsync).GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var asked = options.SessionDuration < Shortest ? Shortest : options.SessionDuration;
        Credentials? granted;
        try
        {
            granted = (await sts.AssumeRoleAsync(new AssumeRoleRequest
            {
                RoleArn = options.RoleArn,
                ExternalId = string.IsNullOrEmpty(options.ExternalId) ? null : options.ExternalId,
                RoleSessionName = sessionName,
                DurationSeconds = (int)asked.TotalSeconds,
                Policy = options.SessionPolicy ? SessionPolicy.For(options) : null,
            })).Credentials;
        }
        catch (Exception e) when (e is not StoreException)
        {
            // Without base credentials the SDK reports an unrelated missing library. Looking them up throws a clear error.
            if (e is not AmazonServiceException)
                await BaseIdentity.CurrentAsync(BaseIdentity.Find(sts.Config));
            throw StsErrors.Of(e, options);
        }

        if (string.IsNullOrEmpty(granted?.AccessKeyId) || string.IsNullOrEmpty(granted.SecretAccessKey))
            throw StsErrors.Of(new FormatException("its answer holds no credentials"), options);

        // STS's clock counts; the SDK corrects its own to it. A wanted session shorter than STS grants ends earlier here.
        var until = granted.Expiration is { } expiration
            ? expiration.ToUniversalTime() - (asked - options.SessionDuration)
            : time.GetUtcNow().UtcDateTime + options.SessionDuration;
        StoreMetrics.Sessions.Add(1);
        log.RoleAssumed(options.RoleArn!, sessionName, until);
        return new CredentialsRefreshState(
            new ImmutableCredentials(granted.AccessKeyId, granted.SecretAccessKey,
                granted.SessionToken),
            until);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            sts.Dispose();
        base.Dispose(disposing);
    }
}
