using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Longshore.Store.Identity;

/// <summary>The session of the role of <c>S3__RoleArn</c>.</summary>
/// <param name="sts">Signs by the base identity.</param>
internal sealed class AssumedRoleCredentials(IAmazonSecurityTokenService sts, BaseIdentity baseIdentity, S3Options options,
    string sessionName, TimeProvider time, ILogger log)
    : RoleCredentials(sts, time)
{
    private const int LongestName = 64;

    /// <summary>The shortest session that STS grants.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Callers wait for their turn. After a time-out they all get its error for this long, instead of a time-out each.
    /// </summary>
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

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        if (_late is var (late, at) && Time.GetElapsedTime(at) < Fresh)
            throw late;
        try
        {
            // First, so that the error of a source that hangs names it. The SDK takes them from memory then.
            await baseIdentity.GetCredentialsAsync();
            return await AssumeAsync();
        }
        catch (StoreUnavailableException e) when (e.InnerException is TimeoutException)
        {
            _late = (e, Time.GetTimestamp());
            throw;
        }
    }

    private async Task<CredentialsRefreshState> AssumeAsync()
    {
        var asked = options.SessionDuration < Shortest ? Shortest : options.SessionDuration;
        using var patience = new CancellationTokenSource(options.CredentialsTimeout);
        try
        {
            var session = await AssumeAsync(new AssumeRoleRequest
            {
                RoleArn = options.RoleArn,
                ExternalId = string.IsNullOrEmpty(options.ExternalId) ? null : options.ExternalId,
                RoleSessionName = sessionName,
                DurationSeconds = (int)asked.TotalSeconds,
                Policy = options.SessionPolicy ? SessionPolicy.For(options) : null,
            }, patience.Token);
            // If a shorter session is wanted than STS grants, it ends earlier here.
            session.Expiration -= asked - options.SessionDuration;
            StoreMetrics.Sessions.Add(1);
            log.RoleAssumed(options.RoleArn!, sessionName, session.Expiration);
            return session;
        }
        catch (Exception e) when (e is not StoreException)
        {
            throw patience.IsCancellationRequested ? StsErrors.Late(options) : StsErrors.Of(e, options);
        }
    }
}
