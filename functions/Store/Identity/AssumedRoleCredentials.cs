using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Longshore.Store.Identity;

/// <summary>The session of the assumed role, renewed before it expires. The SDK lets one caller renew at a time.</summary>
internal sealed class AssumedRoleCredentials : RefreshingAWSCredentials
{
    /// <summary>The shortest session that STS grants.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15);

    private readonly IAmazonSecurityTokenService _sts;
    private readonly S3Options _options;
    private readonly string _sessionName;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public AssumedRoleCredentials(
        IAmazonSecurityTokenService sts, S3Options options, string sessionName, TimeProvider time, ILogger log)
    {
        (_sts, _options, _sessionName, _time, _log) = (sts, options, sessionName, time, log);
        // Renewed a fifth of its duration before its end, five minutes at most, so that signed requests still arrive in time.
        PreemptExpiryTime = TimeSpan.FromTicks(Math.Min(TimeSpan.FromMinutes(5).Ticks, options.SessionDuration.Ticks / 5));
    }

    /// <summary>The SDK calls this near the end of a session; it blocks one thread of the pool for one request.</summary>
    protected override CredentialsRefreshState GenerateNewCredentials() =>
        Task.Run(GenerateNewCredentialsAsync).GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var asked = _options.SessionDuration < Shortest ? Shortest : _options.SessionDuration;
        AssumeRoleResponse response;
        try
        {
            response = await _sts.AssumeRoleAsync(new AssumeRoleRequest
            {
                RoleArn = _options.RoleArn,
                ExternalId = string.IsNullOrEmpty(_options.ExternalId) ? null : _options.ExternalId,
                RoleSessionName = _sessionName,
                DurationSeconds = (int)asked.TotalSeconds,
                Policy = SessionPolicy.For(_options),
            });
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            // Without base credentials the SDK reports an unrelated missing library. Looking them up throws a clear error.
            if (e is not AmazonServiceException)
                await BaseIdentity.CurrentAsync(BaseIdentity.Find(_sts.Config));
            throw StoreErrors.FromSts(e is AmazonServiceException refused ? RequestRefusedException.From(refused) : e, _options);
        }

        // STS's clock counts; the SDK corrects its own to it. A wanted session shorter than STS grants ends earlier here.
        var until = response.Credentials.Expiration is { } expiration
            ? expiration.ToUniversalTime() - (asked - _options.SessionDuration)
            : _time.GetUtcNow().UtcDateTime + _options.SessionDuration;
        StoreMetrics.SessionAssumed();
        _log.RoleAssumed(_options.RoleArn!, _sessionName, until);
        return new CredentialsRefreshState(
            new ImmutableCredentials(response.Credentials.AccessKeyId, response.Credentials.SecretAccessKey,
                response.Credentials.SessionToken),
            until);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _sts.Dispose();
        base.Dispose(disposing);
    }
}
