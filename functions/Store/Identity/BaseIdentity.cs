using Amazon.Runtime.Credentials;

namespace Longshore.Store.Identity;

/// <summary>Who this process is before it assumes a role: what the SDK's own chain finds first.</summary>
internal static class BaseIdentity
{
    /// <summary>
    /// What the chain finds. Looked up at the first use, and again if that failed: the node's metadata service may be late.
    /// </summary>
    public static Lazy<AWSCredentials> Find(IClientConfig config) =>
        Find(() => DefaultAWSCredentialsIdentityResolver.GetCredentials(config));

    /// <summary>As <see cref="Find(IClientConfig)"/>, by another way than the chain.</summary>
    public static Lazy<AWSCredentials> Find(Func<AWSCredentials> find) => new(find, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>
    /// Valid now; renewed where they were about to end. Never holds its caller up: the chain itself waits for a metadata service.
    /// </summary>
    /// <exception cref="NoCredentialsException">Nothing was found, or what was found could not be fetched.</exception>
    public static async Task<ImmutableCredentials> CurrentAsync(Lazy<AWSCredentials> identity)
    {
        AWSCredentials found;
        try
        {
            found = identity.IsValueCreated ? identity.Value : await Task.Run(() => identity.Value);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new NoCredentialsException(
                "No AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE after aws "
                    + "configure or aws sso login, "
                + $"or in a cluster give the pod's service account a role ({e.Message.ReplaceLineEndings(" ").Trim()}).", e);
        }

        try
        {
            return await found.GetCredentialsAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Each source of the chain fails in its own way: a token's file that is not there is an InvalidOperationException.
            throw new NoCredentialsException(
                $"The base identity's credentials could not be fetched ({found.GetType().Name}: {e.GetBaseException().Message}); "
                + "check the pod's role and its trust policy, or the profile, and the network.", e);
        }
    }
}
