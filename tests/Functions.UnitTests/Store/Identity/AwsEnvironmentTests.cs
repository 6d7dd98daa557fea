using Longshore.Store;
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
    public void Problems_ValueThatNoRequestCanUse_IsNamedAndNotRepeated(string name, string value, string says)
    {
        var problem = Assert.Single(Problems(each => each == name ? value : Pair(each)));

        Assert.StartsWith(says, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hid", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_OrdinaryValues_AreNone() => Assert.Empty(Problems(name => name switch
    {
        "AWS_REGION" => "us-gov-east-1",
        "AWS_PROFILE" => "my profile",
        _ => null,
    }));

    /// <summary>With keys in the variables the SDK asks no web identity and no container.</summary>
    [Theory]
    [InlineData("AWS_ROLE_SESSION_NAME")]
    [InlineData("AWS_CONTAINER_AUTHORIZATION_TOKEN")]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE")]
    [InlineData("AWS_EC2_METADATA_SERVICE_ENDPOINT")]
    public void Problems_VariableOfASourceThatPlaysNoPart_IsLeftAlone(string name) =>
        Assert.Empty(Problems(each => each == name ? "odd \n" : Pair(each)));

    [Theory]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://10.0.0.1/", "AWS_CONTAINER_AUTHORIZATION_TOKEN")]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE", "/token", "AWS_ROLE_SESSION_NAME")]
    public void Problems_VariableOfTheSourceThatPlaysAPart_IsNamed(string of, string value, string name)
    {
        var problem = Assert.Single(Problems(
            each => each == of ? value : each == name ? "odd " : each == "AWS_ROLE_ARN" ? "arn:aws:iam::1:role/x" : null));

        Assert.StartsWith($"{name} ends in a blank", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY is empty although AWS_ACCESS_KEY_ID is set")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID is empty although AWS_SECRET_ACCESS_KEY is set")]
    public void HalfOfAPair_OneVariable_NamesTheOther(string name, string says)
    {
        string? Half(string each) => each == name ? "hidden" : null;

        Assert.StartsWith(says, AwsEnvironment.HalfOfAPair(Half), StringComparison.Ordinal);
        // The SDK may find credentials elsewhere, so the start goes on.
        Assert.Empty(Problems(Half));
    }

    [Fact]
    public void HalfOfAPair_BothOrNone_IsNull()
    {
        Assert.Null(AwsEnvironment.HalfOfAPair(Pair));
        Assert.Null(AwsEnvironment.HalfOfAPair(static _ => null));
    }

    [Theory]
    [InlineData("AWS_SESSION_TOKEN")]
    [InlineData("AWS_ACCESS_KEY_ID")]
    public void Problems_CharacterThatNoHeaderTakes_NamesItsVariableAlone(string name) => Assert.Equal(
        [$"{name} holds a character that is not ASCII; set it again."], Problems(each => each == name ? "tök" : Pair(each)));

    private static IEnumerable<string> Problems(Func<string, string?> get) =>
        AwsEnvironment.Problems(get, CredentialSource.Of(get, new S3Options(), profile: null));

    private static string? Pair(string name) =>
        name is "AWS_ACCESS_KEY_ID" or "AWS_SECRET_ACCESS_KEY" ? "key" : null;
}
