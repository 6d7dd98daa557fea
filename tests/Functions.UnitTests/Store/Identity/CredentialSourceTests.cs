using Amazon.Runtime.CredentialManagement;
using Longshore.Store;
using Longshore.Store.Identity;

namespace Longshore.UnitTests.Store.Identity;

public class CredentialSourceTests
{
    private const string Url = "http://me:hidden@10.0.0.1:81/hidden?hidden";

    /// <summary>In the order of the SDK's chain.</summary>
    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN", "AWS_ACCESS_KEY_ID and")]
    [InlineData("AWS_ACCESS_KEY_ID AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN",
        "STS at http://sts (asked with AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN)")]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "the credentials service that AWS_CONTAINER_CREDENTIALS_FULL_URI names (http://10.0.0.1:81)")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "the credentials service that AWS_CONTAINER_CREDENTIALS_RELATIVE_URI names (http://169.254.170.2)")]
    [InlineData("AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "the metadata service that AWS_EC2_METADATA_SERVICE_ENDPOINT names (http://10.0.0.1:81)")]
    [InlineData("", "the machine's metadata service (http://169.254.169.254)")]
    public void Of_Variables_IsTheFirstThatHasAllItNeeds(string set, string name)
    {
        var source = CredentialSource.Of(
            each => set.Split(' ').Contains(each) ? Url : null, new S3Options { StsUrl = "http://sts" }, profile: null);

        Assert.StartsWith(name, source.Name, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", source.Name, StringComparison.Ordinal);
        Assert.False(source.Name.EndsWith(','));
    }

    [Fact]
    public void Of_ProfileWithAProcess_NamesItsProgramAndNoArgument()
    {
        var source = Of(new CredentialProfileOptions { CredentialProcess = "/usr/bin/get --password hidden" });

        Assert.Equal(CredentialKind.Process, source.Kind);
        Assert.Equal("the credential_process of the AWS profile 'dev'", source.Name);
    }

    [Fact]
    public void Of_ProfileWithoutCredentials_GoesOnToTheNext() =>
        Assert.Contains("metadata service", Of(new CredentialProfileOptions()).Name, StringComparison.Ordinal);

    [Fact]
    public void Of_ProfileWithKeys_IsTheProfile() => Assert.Equal("the AWS profile 'dev'",
        Of(new CredentialProfileOptions { AccessKey = "key", SecretKey = "secret" }).Name);

    private static CredentialSource Of(CredentialProfileOptions profile) =>
        CredentialSource.Of(static _ => null, new S3Options(), new CredentialProfile("dev", profile));
}
