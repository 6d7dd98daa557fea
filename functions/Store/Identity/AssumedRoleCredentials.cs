using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Longshore.Store.Identity;

/// <summary>The session of the assumed role, renewed before it expires. The SDK lets one caller renew at a time.</summary>
/// <param name="sts">Signs by the base identity.</param>
internal sealed class AssumedRoleCredentials(IAmazonSecurityTokenService sts, BaseIdentity baseIdentity, S3Options options,
    string sessionName, TimeProvider time, ILogger log)
    : RefreshingAWSCredentials
{
    private const int LongestName = 64;

    /// <summary>The shortest session that STS grants.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15);

    /// <summary>For so long a failure to get an answer holds for the callers that have waited for their turn.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private (StoreException Error, long At)? _late;

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
        if (_late is var (late, at) && time.GetElapsedTime(at) < Fresh)
            throw late;
        try
        {
            // First, so that the error of a source that hangs names it. The SDK takes them from memory then.
            await baseIdentity.GetCredentialsAsync();
            return await AssumeAsync();
        }
        catch (StoreUnavailableException e) when (e.InnerException is TimeoutException)
        {
            _late = (e, time.GetTimestamp());
            throw;
        }
    }

    private async Task<CredentialsRefreshState> AssumeAsync()
    {
        var asked = options.SessionDuration < Shortest ? Shortest : options.SessionDuration;
        using var patience = new CancellationTokenSource(options.CredentialsTimeout);
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
            }, patience.Token)).Credentials;
        }
        catch (Exception e) when (e is not StoreException)
        {
            throw patience.IsCancellationRequested ? StsErrors.Late(options) : StsErrors.Of(e, options);
        }

        if (string.IsNullOrEmpty(granted?.AccessKeyId) || string.IsNullOrEmpty(granted.SecretAccessKey))
            throw StsErrors.Of(new FormatException("its answer holds no credentials"), options);
        var credentials = new ImmutableCredentials(granted.AccessKeyId, granted.SecretAccessKey, granted.SessionToken);
        if (AwsEnvironment.ProblemOf(credentials) is { } problem)
            throw StsErrors.Of(new FormatException($"its answer holds {problem}"), options);

        // STS's clock counts; the SDK corrects its own to it. A wanted session shorter than STS grants ends earlier here.
        var until = granted.Expiration is { } expiration
            ? expiration.ToUniversalTime() - (asked - options.SessionDuration)
            : time.GetUtcNow().UtcDateTime + options.SessionDuration;
        StoreMetrics.Sessions.Add(1);
        log.RoleAssumed(options.RoleArn!, sessionName, until);
        return new CredentialsRefreshState(credentials, until);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            sts.Dispose();
        base.Dispose(disposing);
    }
}
