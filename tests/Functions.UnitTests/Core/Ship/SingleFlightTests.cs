using Longshore.Core.Ship;

namespace Longshore.UnitTests.Core.Ship;

public sealed class SingleFlightTests
{
    private readonly SingleFlight<string> _flights = new();
    private readonly TaskCompletionSource<string> _work = new();
    private int _runs;

    [Fact]
    public async Task Run_SameKeyTwice_RunsOnceAndAnswersBothTheSame()
    {
        var first = Run("k");
        var second = Run("k");
        _work.SetResult("done");

        Assert.Equal("done", await first);
        Assert.Equal("done", await second);
        Assert.Equal(1, _runs);
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
        _work.SetResult("done");
        Assert.Equal("done", await first);
    }

    [Fact]
    public async Task Run_WorkFails_BothSeeTheError()
    {
        var first = Run("k");
        var second = Run("k");
        _work.SetException(new InvalidOperationException("lost"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second);
    }

    [Fact]
    public async Task Run_AfterTheEnd_RunsAgain()
    {
        _work.SetResult("done");
        await Run("k");
        await Run("k");

        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task Run_AfterAFailure_RunsAgain()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _flights.RunOnceAsync(
                "k", () => Task.FromException<string>(new InvalidOperationException()), TestContext.Current.CancellationToken));
        _work.SetResult("done");

        Assert.Equal("done", await Run("k"));
    }

    [Fact]
    public async Task Run_OtherKey_DoesNotWait()
    {
        var first = Run("k");
        Assert.Equal("other", await _flights.RunOnceAsync(
            "other", () => Task.FromResult("other"), TestContext.Current.CancellationToken));

        Assert.False(first.IsCompleted);
        _work.SetResult("done");
        await first;
    }

    private Task<string> Run(string key) => RunUnder(key, TestContext.Current.CancellationToken);

    private Task<string> RunUnder(string key, CancellationToken cancellation) => _flights.RunOnceAsync(
        key,
        () =>
        {
            _runs++;
            return _work.Task;
        },
        cancellation);
}
