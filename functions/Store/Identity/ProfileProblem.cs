using Amazon.Runtime.CredentialManagement;

namespace Longshore.Store.Identity;

/// <summary>
/// Says why the profile gives no credentials. The SDK's chain goes on to the next source then, and its own error speaks of all.
/// </summary>
internal static class ProfileProblem
{
    /// <summary>A sentence with the profile's name; null if there is no profile, or if nothing is wrong with it.</summary>
    public static string? Find()
    {
        var (name, files) = (AwsEnvironment.Profile, new CredentialProfileStoreChain());
        try
        {
            return files.TryGetProfile(name, out var profile) ? Of(profile, files) : MissingFile();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The files of the AWS profile '{name}' cannot be read ({CredentialErrors.Words(e)}).";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The SDK's error repeats the line, which may hold a secret.
            return $"The files of the AWS profile '{name}' cannot be understood; check {AwsEnvironment.ProfileFiles}.";
        }
    }

    private static string? Of(CredentialProfile profile, CredentialProfileStoreChain files)
    {
        var (name, has) = ($"The AWS profile '{profile.Name}'", profile.Options);
        if (has.SsoStartUrl is not null || has.SsoSession is not null || has.LoginSession is not null)
            return $"{name} takes its credentials from a sign-in ({(has.LoginSession is null ? "SSO" : "aws login")}), which "
                + $"Longshore cannot use; {Export(profile)}.";
        if (has.MfaSerial is not null)
            return $"{name} asks for the code of an MFA device (mfa_serial), which Longshore cannot; {Export(profile)}.";
        if (string.IsNullOrEmpty(has.AccessKey) != string.IsNullOrEmpty(has.SecretKey))
            return $"{name} lacks aws_{(string.IsNullOrEmpty(has.AccessKey) ? "access_key_id" : "secret_access_key")}; set both "
                + "halves of the key pair.";
        if (has.CredentialSource is not null)
            return $"{name} takes its credentials from {has.CredentialSource} (credential_source), which gave none; check the "
                + "machine's or the pod's role.";
        if (!profile.CanCreateAWSCredentials)
            return has.RoleArn is not null
                ? $"{name} names a role and no source_profile for the credentials that assume it; add one."
                : AwsEnvironment.Get("AWS_PROFILE") is null ? null
                : $"{name} holds no credentials; add aws_access_key_id and aws_secret_access_key, or name "
                    + "another in AWS_PROFILE.";
        return OfItsSource(profile, files) is { } cause ? $"{name} cannot be used: {cause}; check {AwsEnvironment.ProfileFiles}."
            : null;
    }

    /// <summary>Why the SDK makes no credentials of the profile, such as a loop of source profiles.</summary>
    private static string? OfItsSource(CredentialProfile profile, CredentialProfileStoreChain files)
    {
        try
        {
            profile.GetAWSCredentials(files);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return CredentialErrors.Words(e.GetBaseException());
        }
    }

    private static string Export(CredentialProfile profile) =>
        $"sign in by the AWS CLI, and hand the session on: eval \"$(aws configure export-credentials --profile {profile.Name} "
        + "--format env)\"";

    private static string? MissingFile()
    {
        foreach (var variable in (ReadOnlySpan<string>)["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"])
        {
            if (AwsEnvironment.Get(variable) is { } path && !File.Exists(path))
                return $"{variable} names '{path}', which is no file; name one, or leave it empty.";
        }

        return null;
    }
}
