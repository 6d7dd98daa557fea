using Amazon.Runtime;
using Longshore.Store;
using Longshore.Store.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace Longshore.UnitTests.Store.Identity;

public class BaseIdentityTests
{
    [Fact]
    public async Task GetCredentials_NothingFound_SaysWhatToSetInOneLine()
    {
        var error = await Assert.ThrowsAsync<NoCredentialsException>(
            () => GetAsync(() => throw new AmazonClientException("Looked here.\n\nAnd there.\n")));

        Assert.StartsWith("No AWS credentials were found; set AWS_ACCESS_KEY_ID", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Looked here", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTemporary);
    }

    [Fact]
    public async Task GetCredentials_ProcessThatFails_KeepsItsOutputToItself()
    {
        foreach (var find in new Func<AWSCredentials>[] { () => throw Process(), () => new Late(Process()) })
        {
            var error = await Assert.ThrowsAsync<NoCredentialsException>(() => GetAsync(find));

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
    public async Task GetCredentials_RefusedByTheService_KeepsItsWords(string code, int status, bool isTemporary)
    {
        var refused = new AmazonServiceException("No OpenIDConnect provider found", ErrorType.Sender, code, "request",
            (System.Net.HttpStatusCode)status);

        var error = await Assert.ThrowsAsync<NoCredentialsException>(
            () => GetAsync(() => new Late(new AmazonClientException("Failed", refused))));

        Assert.Contains($"{code} (No OpenIDConnect provider found)", error.Message, StringComparison.Ordinal);
        Assert.Equal(isTemporary, error.IsTemporary);
    }

    [Fact]
    public async Task GetCredentials_AddressWithAPassword_LosesIt()
    {
        var error = await Assert.ThrowsAsync<NoCredentialsException>(
            () => GetAsync(() => new Late(new HttpRequestException("No answer of http://user:hidden@10.0.0.1/path"))));

        Assert.Contains("http://10.0.0.1/path", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTemporary);
    }

    [Fact]
    public async Task GetCredentials_FoundAndNotToBeHad_NamesTheSourceAndTheCause()
    {
        Exception cause = new HttpRequestException("STS says no");
        foreach (var error in new Exception[] { new AmazonClientException("Not now", cause),
            new AmazonServiceException("Not now", cause), new InvalidOperationException("No token", cause) })
        {
            var refused = await Assert.ThrowsAsync<NoCredentialsException>(() => GetAsync(() => new Late(error)));

            Assert.Contains("gave no credentials (STS says no)", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(nameof(Late), refused.Message, StringComparison.Ordinal);
            Assert.Equal(StoreErrorKind.Transient, StoreErrors.Classify(refused));
        }
    }

    [Fact]
    public async Task GetCredentials_TokenFileThatIsNotThere_IsNamed()
    {
        var error = await Assert.ThrowsAsync<NoCredentialsException>(() =>
            GetAsync(() =>
                new AssumeRoleWithWebIdentityCredentials("/nowhere/token", "arn:aws:iam::123456789012:role/web", "session")));

        Assert.Contains("/nowhere/token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCredentials_KeyPair_IsGiven() =>
        Assert.Equal("key", (await GetAsync(() => new BasicAWSCredentials("key", "secret"))).AccessKey);

    [Fact]
    public async Task GetCredentials_ChainThatHangs_DoesNotHoldUpItsCaller()
    {
        using var hang = new ManualResetEventSlim();
        var asked = GetAsync(() =>
        {
            hang.Wait(TestContext.Current.CancellationToken);
            return new BasicAWSCredentials("key", "secret");
        });

        Assert.False(asked.IsCompleted);
        hang.Set();
        Assert.Equal("key", (await asked).AccessKey);
    }

    [Fact]
    public async Task GetCredentials_ChainThatFailedOnce_IsAskedAgain()
    {
        var asked = 0;
        var identity = Identity(() => ++asked == 1
            ? throw new AmazonClientException("Late") : new BasicAWSCredentials("key", "secret"));

        await Assert.ThrowsAsync<NoCredentialsException>(identity.GetCredentialsAsync);
        await identity.GetCredentialsAsync();
        await identity.GetCredentialsAsync();

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task GetCredentials_SourceThatHangs_EndsAtTheTimeoutAndIsNamed()
    {
        using var hang = new ManualResetEventSlim();
        AWSCredentials Hang()
        {
            hang.Wait(TestContext.Current.CancellationToken);
            throw new AmazonClientException("Never");
        }

        foreach (var find in new Func<AWSCredentials>[] { Hang, () => new Blocked(hang) })
        {
            var error = await Assert.ThrowsAsync<NoCredentialsException>(
                Identity(find, TimeSpan.FromMilliseconds(50)).GetCredentialsAsync);

            Assert.Contains("gave no credentials within", error.Message, StringComparison.Ordinal);
            Assert.Contains("S3__CredentialsTimeout", error.Message, StringComparison.Ordinal);
            Assert.IsType<TimeoutException>(error.InnerException);
            Assert.True(error.IsTemporary);
        }

        hang.Set();
    }

    [Fact]
    public async Task GetCredentials_SourceThatHungOnce_IsAskedAnew()
    {
        using var hang = new ManualResetEventSlim();
        var asked = 0;
        var identity = Identity(() => ++asked == 1 ? new Blocked(hang) : new BasicAWSCredentials("key", "secret"),
            TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAsync<NoCredentialsException>(identity.GetCredentialsAsync);

        Assert.Equal("key", (await identity.GetCredentialsAsync()).AccessKey);
        hang.Set();
    }

    [Theory]
    [InlineData("key", "tok\nen", "a session token that holds a line break")]
    [InlineData("key ", "token", "an access key id that ends in a blank")]
    [InlineData("key", "tök", "a session token that holds a character that is not ASCII")]
    [InlineData("käy", "token", "an access key id that holds a character that is not ASCII")]
    public async Task GetCredentials_CredentialsThatNoHeaderTakes_AreNamedAndNotRepeated(string key, string token, string says)
    {
        var error = await Assert.ThrowsAsync<NoCredentialsException>(
            () => GetAsync(() => new SessionAWSCredentials(key, "secret", token)));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tok", error.Message.Replace("token", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Task<ImmutableCredentials> GetAsync(Func<AWSCredentials> find) => Identity(find).GetCredentialsAsync();

    private static BaseIdentity Identity(Func<AWSCredentials> find, TimeSpan? timeout = null) =>
        new(find, new S3Options { CredentialsTimeout = timeout ?? TimeSpan.FromSeconds(30) }, NullLogger.Instance);

    private sealed class Blocked(ManualResetEventSlim hang) : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials()
        {
            hang.Wait(TestContext.Current.CancellationToken);
            throw new AmazonClientException("Never");
        }
    }

    private sealed class Late(Exception error) : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => throw error;
    }
}
