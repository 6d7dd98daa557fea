namespace Longshore.Store.Identity;

/// <summary>
/// The credentials that requests are signed with: those of the S3 client, which are the assumed role's or the base identity's
/// from the SDK's own chain. Safe for concurrent use.
/// </summary>
/// <param name="baseIdentity">See <see cref="BaseIdentity.Find(IClientConfig)"/>.</param>
/// <param name="session">The role's, where one is assumed.</param>
public sealed class SigningIdentity(Lazy<AWSCredentials> baseIdentity, Session session)
{
    /// <param name="s3">Made before the first use: it is what assumes the role.</param>
    /// <param name="session">The role's, where one is assumed.</param>
    public SigningIdentity(IAmazonS3 s3, Session session)
        : this(BaseIdentity.Find(s3.Config), session)
    {
    }

    /// <summary>Valid now; renewed where they were about to end.</summary>
    /// <exception cref="StoreUnavailableException">The role cannot be assumed.</exception>
    /// <exception cref="NoCredentialsException">There is no base identity.</exception>
    public Task<ImmutableCredentials> CurrentAsync() =>
        session.Credentials?.GetCredentialsAsync() ?? BaseIdentity.CurrentAsync(baseIdentity);
}
