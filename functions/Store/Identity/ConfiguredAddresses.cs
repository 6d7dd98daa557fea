using Amazon.SecurityToken;

namespace Longshore.Store.Identity;

/// <summary>
/// Fills in the addresses of S3 and STS where no setting gives one: those that every tool of AWS takes from the environment and
/// the profile. Without this S3 would be asked at AWS although a variable names another store.
/// </summary>
internal sealed class ConfiguredAddresses(IConfiguration configuration) : IPostConfigureOptions<S3Options>
{
    public void PostConfigure(string? name, S3Options options)
    {
        if (string.IsNullOrEmpty(options.StsUrl)
            && AwsEnvironment.AddressOf("STS", static () => new AmazonSecurityTokenServiceConfig()) is var (sts, ofSts))
            (options.StsUrl, options.StsUrlFrom) = (sts, ofSts);
        if (!string.IsNullOrEmpty(options.ServiceUrl)
            || AwsEnvironment.AddressOf("S3", static () => new AmazonS3Config()) is not var (s3, ofS3))
            return;
        (options.ServiceUrl, options.ServiceUrlFrom) = (s3, ofS3);
        // Such a store rarely has a host name for each bucket; the AWS CLI does the same.
        options.ForcePathStyle |=
            string.IsNullOrEmpty(configuration[$"{S3Options.Section}:{nameof(S3Options.ForcePathStyle)}"]);
    }
}
