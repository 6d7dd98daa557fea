using System.Net;
using Amazon.Runtime;
using Longshore.App;
using Longshore.Store;
using Longshore.Store.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Longshore.UnitTests.Store;

public class RequestRetryTests
{
    private readonly RequestRetry _calls = new(
        Options.Create(new S3Options { Bucket = "b" }), new Session(), TimeProvider.System, NullLogger<RequestRetry>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_TheSdkIsRefused_ThrowsTheStoresOwnError()
    {
        var ofTheSdk =
            new AmazonServiceException("Not so large", ErrorType.Sender, "EntityTooLarge", "request", HttpStatusCode.BadRequest);

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(
            () => _calls.RunAsync<bool>("Putting x", _ => throw ofTheSdk, Cancel));

        Assert.Equal(("Not so large", "EntityTooLarge", HttpStatusCode.BadRequest, "request"),
            (refused.Message, refused.Code, refused.Status, refused.RequestId));
        Assert.Same(ofTheSdk, refused.InnerException);
    }

    [Fact]
    public async Task Run_TheSdkIsDenied_NamesTheSetting()
    {
        var ofTheSdk = new AmazonServiceException("No", ErrorType.Sender, "AccessDenied", "request", HttpStatusCode.Forbidden);

        await Assert.ThrowsAsync<StoreRefusedException>(() => _calls.RunAsync<bool>("Putting x", _ => throw ofTheSdk, Cancel));
    }

    [Theory]
    [InlineData("QuotaExceeded", HttpStatusCode.Forbidden)]
    [InlineData("NotImplemented", HttpStatusCode.NotImplemented)]
    public async Task Run_EveryWriteIsRefusedForOneReason_IsHopelessAtTheThirdKey(string code, HttpStatusCode status)
    {
        foreach (var (key, hopeless) in new[] { ("a", false), ("a", false), ("b", false), ("c", true), ("a", true) })
        {
            var error = await Assert.ThrowsAnyAsync<StoreUnavailableException>(() => _calls.RunAsync<bool>(
                $"Putting {key}", _ => throw new RequestRefusedException("no", status, code, "words"), Cancel, writes: key));

            Assert.Equal(hopeless, error.IsHopeless);
            Assert.Contains($"{code} (words)", error.Message, StringComparison.Ordinal);
            Assert.Equal(StoreErrorKind.Refused == StoreErrors.Classify(error), error is StoreRefusedException);
        }
    }

    [Fact]
    public async Task Run_NoAnswerTwice_SaysTheWholeTime()
    {
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => _calls.RunAsync<bool>("Putting x", async token =>
        {
            await Task.Delay(800, token);
            throw new TimeoutException("waited 0 s");
        }, Cancel));

        Assert.Matches("waited [12] s, in 2 attempts", error.Message);
    }

    [Fact]
    public async Task Run_OneWriteWasTaken_IsNeverHopeless()
    {
        await _calls.RunAsync("Putting z", _ => Task.FromResult(true), Cancel, writes: "z");
        foreach (var key in new[] { "a", "b", "c", "d" })
        {
            var error = await Assert.ThrowsAnyAsync<StoreUnavailableException>(() => _calls.RunAsync<bool>(
                "Putting", _ => throw new RequestRefusedException("no", HttpStatusCode.Forbidden, "QuotaExceeded"), Cancel,
                writes: key));

            Assert.False(error.IsHopeless);
        }
    }

    [Fact]
    public async Task Run_KeysRefusedForTheirOwnReason_AreNeverHopeless()
    {
        foreach (var key in new[] { "a", "b", "c", "d" })
        {
            var error = await Assert.ThrowsAsync<StoreRefusedException>(() => _calls.RunAsync<bool>(
                "Putting", _ => throw new RequestRefusedException("no", HttpStatusCode.Forbidden, "AccessDenied"), Cancel,
                writes: key));

            Assert.False(error.IsHopeless);
        }
    }

    [Fact]
    public void RefusedForGood_IsNoErrorOfTheModel_SoThatTheEventIsAnswered500()
    {
        var refused = new RequestRefusedException("no", HttpStatusCode.BadRequest, "EntityTooLarge");

        Assert.Same(refused, ErrorMapping.ToModel(refused));
    }
}
