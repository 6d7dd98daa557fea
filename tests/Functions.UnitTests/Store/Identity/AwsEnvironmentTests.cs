using Longshore.Store.Identity;

namespace Longshore.UnitTests.Store.Identity;

public class AwsEnvironmentTests
{
    [Theory]
    [InlineData("AWS_SESSION_TOKEN", "hidden\n", "AWS_SESSION_TOKEN ends in a line break")]
    [InlineData("AWS_SESSION_TOKEN", "hidden ", "AWS_SESSION_TOKEN ends in a blank")]
    [InlineData("AWS_SESSION_TOKEN", "\thidden", "AWS_SESSION_TOKEN begins with a blank")]
    [InlineData("AWS_SESSION_TOKEN", "\r\nhidden", "AWS_SESSION_TOKEN begins with a line break")]
    [InlineData("AWS_SESSION_TOKEN", "hid\nden", "AWS_SESSION_TOKEN holds a line break")]
    [InlineData("AWS_SESSION_TOKEN", "hid\u0001den", "AWS_SESSION_TOKEN holds a control character")]
    [InlineData("AWS_REGION", "us-east-1\n", "AWS_REGION ends in a line break")]
    [InlineData("AWS_DEFAULT_REGION", " us-east-1", "AWS_DEFAULT_REGION begins with a blank")]
    [InlineData("AWS_REGION", "us east 1", "AWS_REGION holds 'us east 1'")]
    [InlineData("AWS_REGION", "https://s3", "AWS_REGION holds 'https://s3'")]
    [InlineData("AWS_PROFILE", "dev\n", "AWS_PROFILE ends in a line break")]
    [InlineData("AWS_ENDPOINT_URL_STS", "http://a ", "AWS_ENDPOINT_URL_STS ends in a blank")]
    [InlineData("AWS_ACCESS_KEY_ID", "hidden", "AWS_SECRET_ACCESS_KEY is empty although AWS_ACCESS_KEY_ID is set")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "hidden", "AWS_ACCESS_KEY_ID is empty although AWS_SECRET_ACCESS_KEY is set")]
    public void Problems_ValueThatNoRequestCanUse_IsNamedAndNotRepeated(string name, string value, string says)
    {
        var problem = Assert.Single(AwsEnvironment.Problems(each => each == name ? value : null));

        Assert.StartsWith(says, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hid", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_OrdinaryValues_AreNone() => Assert.Empty(AwsEnvironment.Problems(name => name switch
    {
        "AWS_REGION" => "us-gov-east-1",
        "AWS_PROFILE" => "my profile",
        _ => null,
    }));
}
