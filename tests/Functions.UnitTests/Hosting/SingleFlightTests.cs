using CloudNative.CloudEvents;
using Longshore.Core.Ship;

namespace Longshore.UnitTests.Hosting;

public sealed class SingleFlightTests
{
    private readonly SingleFlight<CloudEvent> flights = new();
    private readonly TaskCompletionSource<CloudEvent?> work = new();
    private int runs;

    [Fact]
    public async Task Run_SameKeyTwice_RunsOnceAndAnswersBothTheSame()
    {
        var first = Run("k");
        var second = Run("k");
        var reply = new CloudEvent();
        work.SetResult(reply);

        Assert.Same(reply, await first);
        Assert.Same(reply, await second);
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Run_SecondIsCancelled_FirstGoesOn()
    {
        var first = Run("k");
        using var cancel = new CancellationTokenSource();
        var second = RunUnder("k", cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(first.IsCompleted);
        work.SetResult(null);
        Assert.Null(await first);
    }

    [Fact]
    public async Task Run_WorkFails_BothSeeTheError()
    {
        var first = Run("k");
        var second = Run("k");
        work.SetException(new InvalidOperationException("lost"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second);
    }

    [Fact]
    public async Task Run_AfterTheEnd_RunsAgain()
    {
        work.SetResult(null);
        await Run("k");
        await Run("k");

        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Run_AfterAFailure_RunsAgain()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => flights.RunAsync("k", () => throw new InvalidOperationException(), TestContext.Current.CancellationToken));
        work.SetResult(null);

        Assert.Null(await Run("k"));
    }

    [Fact]
    public async Task Run_OtherKey_DoesNotWait()
    {
        var first = Run("k");
        Assert.Null(await flights.RunAsync("other", () => Task.FromResult<CloudEvent?>(null), TestContext.Current.CancellationToken));

        Assert.False(first.IsCompleted);
        work.SetResult(null);
        await first;
    }

    private Task<CloudEvent?> Run(string key) => RunUnder(key, TestContext.Current.CancellationToken);

    private Task<CloudEvent?> RunUnder(string key, CancellationToken cancellation) => flights.RunAsync(
        key,
        () =>
        {
            runs++;
            return work.Task;
        },
        cancellation);
}
