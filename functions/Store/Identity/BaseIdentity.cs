using Amazon.Runtime.Credentials;

namespace Longshore.Store.Identity;

/// <summary>The credentials of this process before it assumes a role: the first that the SDK's own chain finds.</summary>
internal static class BaseIdentity
{
    /// <summary>Looks the credentials up at the first use, and again after a failure: the metadata service may be late.</summary>
    public static Lazy<AWSCredentials> Find(IClientConfig config) =>
        Find(() => DefaultAWSCredentialsIdentityResolver.GetCredentials(config));

    /// <summary>The same with another look-up than the SDK's chain.</summary>
    public static Lazy<AWSCredentials> Find(Func<AWSCredentials> find) => new(find, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Valid credentials, renewed if they were about to expire. Does not block the calling thread.</summary>
    /// <exception cref="NoCredentialsException">No credentials were found, or they could not be fetched.</exception>
    public static async Task<ImmutableCredentials> CurrentAsync(Lazy<AWSCredentials> identity)
    {
        AWSCredentials found;
        try
        {
            found = identity.IsValueCreated ? identity.Value : await Task.Run(() => identity.Value);
        }
        catch (Exception e) when (e is not StoreException)
        {
            throw CredentialErrors.NotFound(e);
        }

        try
        {
            return await found.GetCredentialsAsync();
        }
        catch (Exception e) when (e is not StoreException)
        {
            // Each source of the chain throws its own type, such as InvalidOperationException for a missing token file.
            throw CredentialErrors.NotFetched(e, found.GetType().Name);
        }
    }
}
