using Amazon.Runtime;
using Longshore.Store;
using Longshore.Store.Identity;

namespace Longshore.UnitTests.Store.Identity;

public class BaseIdentityTests
{
    [Fact]
    public async Task Current_NothingFound_SaysWhatToSetInOneLine()
    {
        var error = await Assert.ThrowsAsync<NoCredentialsException>(
            () => CurrentAsync(() => throw new AmazonClientException("Looked here.\n\nAnd there.\n")));

        Assert.StartsWith("No AWS credentials were found; set AWS_ACCESS_KEY_ID", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("(Looked here.  And there.).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_FoundAndNotToBeHad_NamesTheKindAndTheCause()
    {
        Exception cause = new HttpRequestException("STS says no");
        foreach (var error in new Exception[] { new AmazonClientException("Not now", cause),
            new AmazonServiceException("Not now", cause), new InvalidOperationException("No token", cause) })
        {
            var refused = await Assert.ThrowsAsync<NoCredentialsException>(() => CurrentAsync(() => new Late(error)));

            Assert.Contains("(Late: STS says no)", refused.Message, StringComparison.Ordinal);
            Assert.Equal(StoreErrorKind.Transient, StoreErrors.Classify(refused));
        }
    }

    [Fact]
    public async Task Current_TokenFileThatIsNotThere_IsNamed()
    {
        var error = await Assert.ThrowsAsync<NoCredentialsException>(() =>
            CurrentAsync(() =>
                new AssumeRoleWithWebIdentityCredentials("/nowhere/token", "arn:aws:iam::123456789012:role/web", "session")));

        Assert.Contains("/nowhere/token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_Found_IsTheirs() =>
        Assert.Equal("key", (await CurrentAsync(() => new BasicAWSCredentials("key", "secret"))).AccessKey);

    [Fact]
    public async Task Current_ChainThatHangs_DoesNotHoldUpItsCaller()
    {
        using var hang = new ManualResetEventSlim();
        var asked = CurrentAsync(() =>
        {
            hang.Wait(TestContext.Current.CancellationToken);
            return new BasicAWSCredentials("key", "secret");
        });

        Assert.False(asked.IsCompleted);
        hang.Set();
        Assert.Equal("key", (await asked).AccessKey);
    }

    [Fact]
    public async Task Current_ChainThatFailedOnce_IsAskedAgain()
    {
        var asked = 0;
        var identity = BaseIdentity.Find(() => ++asked == 1
            ? throw new AmazonClientException("Late") : new BasicAWSCredentials("key", "secret"));

        await Assert.ThrowsAsync<NoCredentialsException>(() => BaseIdentity.CurrentAsync(identity));
        await BaseIdentity.CurrentAsync(identity);
        await BaseIdentity.CurrentAsync(identity);

        Assert.Equal(2, asked);
    }

    private static Task<ImmutableCredentials> CurrentAsync(Func<AWSCredentials> find) =>
        BaseIdentity.CurrentAsync(BaseIdentity.Find(find));

    private sealed class Late(Exception error) : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => throw error;
    }
}
