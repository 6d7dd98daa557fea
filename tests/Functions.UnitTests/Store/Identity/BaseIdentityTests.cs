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
        Assert.DoesNotContain("Looked here", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTemporary);
    }

    [Fact]
    public async Task Current_ProcessThatFails_KeepsItsOutputToItself()
    {
        foreach (var find in new Func<AWSCredentials>[] { () => throw Process(), () => new Late(Process()) })
        {
            var error = await Assert.ThrowsAsync<NoCredentialsException>(() => CurrentAsync(find));

            Assert.Contains("credential_process of the AWS profile", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
            Assert.True(error.IsTemporary);
        }

        static Exception Process() => new ProcessAWSCredentialException("Command returned 3 with the error - hidden");
    }

    [Theory]
    [InlineData("AccessDenied", 403, false)]
    [InlineData("InvalidIdentityToken", 400, false)]
    [InlineData("IDPCommunicationError", 503, true)]
    public async Task Current_RefusedByTheService_KeepsItsWords(string code, int status, bool isTemporary)
    {
        var refused = new AmazonServiceException("No OpenIDConnect provider found", ErrorType.Sender, code, "request",
            (System.Net.HttpStatusCode)status);

        var error = await Assert.ThrowsAsync<NoCredentialsException>(
            () => CurrentAsync(() => new Late(new AmazonClientException("Failed", refused))));

        Assert.Contains($"{code} (No OpenIDConnect provider found)", error.Message, StringComparison.Ordinal);
        Assert.Equal(isTemporary, error.IsTemporary);
    }

    [Fact]
    public async Task Current_AddressWithAPassword_LosesIt()
    {
        var error = await Assert.ThrowsAsync<NoCredentialsException>(
            () => CurrentAsync(() => new Late(new HttpRequestException("No answer of http://user:hidden@10.0.0.1/path"))));

        Assert.Contains("http://10.0.0.1/path", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTemporary);
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
