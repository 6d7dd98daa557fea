using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Longshore.Store.Identity;

/// <summary>
/// The role's session, renewed while it is still valid so that no request meets an expired one. Safe for concurrent use: the SDK
/// lets one caller renew while the others wait.
/// </summary>
internal sealed class AssumedRoleCredentials : RefreshingAWSCredentials
{
    /// <summary>The least that STS takes.</summary>
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
        // Renewed a fifth before its end, five minutes at most: requests signed in between still have time to arrive.
        PreemptExpiryTime = TimeSpan.FromTicks(Math.Min(TimeSpan.FromMinutes(5).Ticks, options.SessionDuration.Ticks / 5));
    }

    /// <summary>
    /// The SDK's own way near the end of a session, whoever asked for credentials; it holds a thread of the pool for one request.
    /// </summary>
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
            // The SDK's own word for a base identity without credentials is a signature that it has no library for. Only now, as
            // it fetches its own.
            if (e is not AmazonServiceException)
                await BaseIdentity.CurrentAsync(BaseIdentity.Find(_sts.Config));
            throw StoreErrors.FromSts(e is AmazonServiceException refused ? RequestRefusedException.From(refused) : e, _options);
        }

        // By the clock of STS, to which the SDK corrects its own; a session cannot be asked for as short as it may be wanted.
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
