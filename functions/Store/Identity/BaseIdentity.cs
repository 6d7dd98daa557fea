using Amazon.Runtime.Credentials;

namespace Longshore.Store.Identity;

/// <summary>
/// The credentials of this process before it assumes a role: the first that the SDK's own chain finds. Each look-up ends within
/// <see cref="S3Options.CredentialsTimeout"/>: some of the SDK's sources wait for minutes or for ever. Safe for concurrent use.
/// </summary>
/// <param name="find">Looks the credentials up; may block. Asked again after a failure: the metadata service may be late.</param>
/// <param name="log">Told of variables that play no part.</param>
public sealed class BaseIdentity(Func<AWSCredentials> find, S3Options options, ILogger log) : AWSCredentials
{
    private readonly Lock _guard = new();
    private Task<AWSCredentials>? _found;
    private ImmutableCredentials? _usable;

    internal S3Options Options => options;

    /// <summary>The SDK's chain. A new one for each look-up: a shared one would wait for a look-up that hangs.</summary>
    internal static BaseIdentity OfTheChain(S3Options options, ILogger log) =>
        new(() => ProfileRoleCredentials.InPlaceOf(
            new DefaultAWSCredentialsIdentityResolver().ResolveIdentity(null), options), options, log);

    public override ImmutableCredentials GetCredentials() => Task.Run(GetCredentialsAsync).GetAwaiter().GetResult();

    /// <summary>Valid credentials, renewed if they were about to expire. Does not block the calling thread.</summary>
    /// <exception cref="NoCredentialsException">No credentials were found, or they could not be fetched in time.</exception>
    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        var look = Look();
        if (look.IsCompletedSuccessfully && IsAtHand(look.Result))
            return Usable(await look.Result.GetCredentialsAsync());
        using var patience = new CancellationTokenSource(options.CredentialsTimeout);
        var found = default(AWSCredentials);
        try
        {
            found = await look.WaitAsync(patience.Token);
            return Usable(await Task.Run(found.GetCredentialsAsync).WaitAsync(patience.Token));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            var source = CredentialSource.Current(options);
            // A process that hangs is not started a second time; another source is asked again, over a new connection.
            if (source.Kind != CredentialKind.Process)
                Forget(look);
            throw CredentialErrors.Late(source, options);
        }
        catch (Exception e) when (e is not (StoreException or OutOfMemoryException))
        {
            // Each source of the chain throws its own type, such as InvalidOperationException for a missing token file.
            throw found is null ? CredentialErrors.NotFound(e, options) : CredentialErrors.NotFetched(e, found, options);
        }
    }

    private Task<AWSCredentials> Look()
    {
        lock (_guard)
            return _found is null or { IsFaulted: true } or { IsCanceled: true } ? _found = Task.Run(Find) : _found;
    }

    private AWSCredentials Find()
    {
        var found = find();
        if (AwsEnvironment.HalfOfAPair(AwsEnvironment.Get) is { } half)
            log.CredentialsIgnored($"{half} It plays no part: the credentials are those of "
                + $"{CredentialSource.Current(options).Name}.");
        return found;
    }

    private void Forget(Task<AWSCredentials> look)
    {
        lock (_guard)
            _found = _found == look ? null : _found;
    }

    /// <summary>Whether they are in memory, so that no look-up can hang.</summary>
    private static bool IsAtHand(AWSCredentials found) =>
        found is BasicAWSCredentials or SessionAWSCredentials or EnvironmentVariablesAWSCredentials;

    /// <summary>Key and token go into headers as they are.</summary>
    private ImmutableCredentials Usable(ImmutableCredentials credentials)
    {
        if (ReferenceEquals(credentials, _usable))
            return credentials;
        if (AwsEnvironment.ProblemOf(credentials) is { } problem)
            throw CredentialErrors.Unusable(problem, CredentialSource.Current(options));
        return _usable = credentials;
    }
}
