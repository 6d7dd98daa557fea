using Amazon.Runtime;
using Longshore.Storage;
using Longshore.Storage.Identity;
using Xunit;

namespace Longshore.UnitTests.Storage.Identity;

public class BaseIdentityTests
{
    [Fact]
    public async Task Current_NothingFound_SaysWhatToSetInOneLine()
    {
        var error = await Assert.ThrowsAsync<NoCredentialsException>(() => BaseIdentity.CurrentAsync(() => throw new AmazonClientException("Looked here.\n\nAnd there.\n")));

        Assert.StartsWith("No AWS credentials were found; set AWS_ACCESS_KEY_ID", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("(Looked here.  And there.).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_FoundAndNotToBeHad_NamesTheKindAndTheCause()
    {
        var error = await Assert.ThrowsAsync<NoCredentialsException>(() => BaseIdentity.CurrentAsync(() => new Late()));

        Assert.Contains("(Late: STS says no)", error.Message, StringComparison.Ordinal);
        Assert.Equal(StoreErrorKind.Transient, StoreErrors.Classify(error));
    }

    [Fact]
    public async Task Current_Found_IsTheirs() =>
        Assert.Equal("key", (await BaseIdentity.CurrentAsync(() => new BasicAWSCredentials("key", "secret"))).AccessKey);

    private sealed class Late : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => throw new AmazonClientException("Not now", new HttpRequestException("STS says no"));
    }
}
