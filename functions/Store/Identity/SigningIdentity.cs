namespace Longshore.Store.Identity;

/// <summary>The credentials that sign requests: the assumed role's, or the base identity's. Safe for concurrent use.</summary>
/// <param name="session">The role's session, if a role is assumed.</param>
public sealed class SigningIdentity(BaseIdentity baseIdentity, Session session)
{
    /// <summary>The access key that signs requests now.</summary>
    /// <exception cref="StoreUnavailableException">The role cannot be assumed.</exception>
    /// <exception cref="NoCredentialsException">There is no base identity.</exception>
    public async Task<string> CurrentAsync() => (await CredentialsAsync()).AccessKey;

    /// <summary>Valid credentials, renewed if they were about to expire. Throws what <see cref="CurrentAsync"/> throws.</summary>
    internal Task<ImmutableCredentials> CredentialsAsync() =>
        session.Credentials is { } role ? OfTheRoleAsync(role) : baseIdentity.GetCredentialsAsync();

    private async Task<ImmutableCredentials> OfTheRoleAsync(RefreshingAWSCredentials role)
    {
        try
        {
            return await role.GetCredentialsAsync();
        }
        catch (AmazonClientException e)
        {
            // The SDK takes no session that has ended when it arrives.
            throw StsErrors.Unusable(e, baseIdentity.Options);
        }
    }
}
