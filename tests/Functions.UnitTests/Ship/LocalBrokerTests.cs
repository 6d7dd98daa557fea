using Longshore.Cli.Ship;

namespace Longshore.UnitTests.Ship;

/// <summary>What the stand-in for Broker and Triggers does with events, replies and failures.</summary>
public sealed class LocalBrokerTests
{
    [Fact]
    public async Task Deliver_RepliesThatAFunctionTakes_AreFollowedToTheEnd()
    {
        await using var toy = new ToyBroker();

        await toy.DeliverAsync("toy.count", "3");

        Assert.Equal([0, 1, 2, 3], toy.Record.Calls.Select(call => call.Hops));
        Assert.Empty(toy.Report.Problems);
    }

    [Fact]
    public async Task Emit_TypeThatNobodyTakes_IsTaken()
    {
        await using var toy = new ToyBroker();

        await toy.Broker.EmitAsync(ToyBroker.Event("toy.unknown"), TestContext.Current.CancellationToken);

        Assert.Empty(toy.Report.Problems);
    }

    [Theory]
    [InlineData("store", "S3__Bucket throttles.")]
    [InlineData("volume", "Volume__Root is not there.")]
    [InlineData("fault", "An unexpected error")]
    public async Task Deliver_PassingFailure_IsTriedAsATriggerWould(string failure, string says)
    {
        await using var toy = new ToyBroker();
        var began = toy.Clock.GetUtcNow();

        await toy.PassAsync(toy.DeliverAsync("toy.throw", failure));

        Assert.Equal(1 + LocalBroker.Retries, toy.Record.Calls.Count);
        Assert.InRange(toy.Clock.GetUtcNow() - began, TimeSpan.FromSeconds(31), TimeSpan.FromSeconds(40));
        Assert.Contains(says, Assert.Single(toy.Report.Problems), StringComparison.Ordinal);
        Assert.Equal(LocalBroker.Retries, toy.Notes.Take().Count());
    }

    [Fact]
    public async Task Deliver_BadEvent_IsNotTriedAgain()
    {
        await using var toy = new ToyBroker();

        await toy.DeliverAsync("toy.throw", "bad");

        Assert.Single(toy.Record.Calls);
        Assert.Single(toy.Report.Problems);
    }

    [Fact]
    public async Task Emit_DeliveryThatDied_IsTakenAllTheSame()
    {
        await using var toy = new ToyBroker();

        await toy.Broker.EmitAsync(ToyBroker.Event("toy.throw", "bad"), TestContext.Current.CancellationToken);

        Assert.Single(toy.Report.Problems);
    }

    [Fact]
    public async Task Stop_BetweenRetries_EndsTheWait()
    {
        await using var toy = new ToyBroker();
        var delivery = toy.DeliverAsync("toy.throw", "store");
        while (toy.Record.Calls.Count == 0)
            await Task.Delay(1, TestContext.Current.CancellationToken);

        await toy.Gate.CloseAsync(TimeSpan.Zero, TimeSpan.Zero, TimeProvider.System);
        await delivery;

        Assert.Single(toy.Record.Calls);
        Assert.Empty(toy.Report.Problems);
    }

    [Fact]
    public async Task Stop_RunningFunctionParks_ItsReplyIsNotBegun()
    {
        await using var toy = new ToyBroker();
        var delivery = toy.DeliverAsync("toy.wait", "parks");
        await toy.Record.Started.Task;

        await toy.Gate.CloseAsync(TimeSpan.FromSeconds(5), TimeSpan.Zero, TimeProvider.System);
        await delivery;

        // The remainder's type is one that a function takes.
        Assert.Single(toy.Record.Calls);
        Assert.Empty(toy.Report.Problems);
    }

    [Fact]
    public async Task Emit_PublisherGivesUp_DeliveryGoesOn()
    {
        await using var toy = new ToyBroker();
        using var patience = new CancellationTokenSource();
        var emit = toy.Broker.EmitAsync(ToyBroker.Event("toy.wait"), patience.Token);
        await toy.Record.Started.Task;
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => emit);

        var settled = toy.Broker.SettleAsync();

        Assert.False(settled.IsCompleted);
        toy.Record.Release.SetResult();
        await settled;
    }
}
