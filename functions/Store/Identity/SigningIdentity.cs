namespace Longshore.Store.Identity;

/// <summary>
/// The credentials that requests are signed with: those of the S3 client, which are the assumed role's or the base identity's
/// from the SDK's own chain. Safe for concurrent use.
/// </summary>
/// <param name="baseIdentity">See <see cref="BaseIdentity.Find(IClientConfig)"/>.</param>
/// <param name="session">The role's, where one is assumed.</param>
public sealed class SigningIdentity(Lazy<AWSCredentials> baseIdentity, Session session)
{
    /// <summary>The access key that requests are signed with now.</summary>
    /// <exception cref="StoreUnavailableException">The role cannot be assumed.</exception>
    /// <exception cref="NoCredentialsException">There is no base identity.</exception>
    public async Task<string> CurrentAsync() => (await CredentialsAsync()).AccessKey;

    /// <summary>Valid now; renewed where they were about to end. Fails as <see cref="CurrentAsync"/> does.</summary>
    internal Task<ImmutableCredentials> CredentialsAsync() =>
        session.Credentials?.GetCredentialsAsync() ?? BaseIdentity.CurrentAsync(baseIdentity);
}
