using Longshore.Core.Ship;
using Longshore.Stage;
using Microsoft.Extensions.Options;

namespace Longshore.UnitTests.Core.Ship;

public class GateTests
{
    private static AdaptiveGate Gate(int concurrency = 0) =>
        new(Options.Create(new SyncOptions { Concurrency = concurrency }), TimeProvider.System);

    [Fact]
    public async Task Enter_Full_WaitsForALeave()
    {
        var gate = Gate(1);
        await gate.EnterAsync(TestContext.Current.CancellationToken);
        var second = gate.EnterAsync(TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        gate.Used(succeeded: true, bytes: 0, keep: false);
        await second;
    }

    [Fact]
    public async Task Enter_Cancelled_TakesNoPlace()
    {
        var gate = Gate(1);
        await gate.EnterAsync(TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();
        var second = gate.EnterAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        gate.Used(succeeded: true, bytes: 0, keep: false);
        await gate.EnterAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Throttled_Halves_AndRecoversSlowly()
    {
        var gate = Gate();
        var before = await gate.FreeAsync();
        gate.Throttled();
        Assert.Equal(before / 2, await gate.FreeAsync());
        gate.Throttled();
        Assert.Equal(before / 2, await gate.FreeAsync());
        await gate.EnterAsync(TestContext.Current.CancellationToken);
        gate.Used(succeeded: true, bytes: 0, keep: false);
        Assert.InRange(await gate.FreeAsync(), before / 2, (before / 2) + 1);
    }

    [Fact]
    public async Task Throttled_FixedConcurrency_Stays()
    {
        var gate = Gate(5);
        gate.Throttled();
        Assert.Equal(5, await gate.FreeAsync());
    }

    [Fact]
    public async Task Place_UsedAndFree_IsKeptForTheNext()
    {
        var gate = Gate(1);
        using var place = new UploadSlot(gate);
        await place.TakeAsync(TestContext.Current.CancellationToken);
        place.Used(succeeded: true, 1);
        var other = gate.EnterAsync(TestContext.Current.CancellationToken);
        Assert.True(place.TakeAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        Assert.False(other.IsCompleted);
        place.Dispose();
        await other;
    }

    [Fact]
    public async Task Place_UsedManyTimes_IsPassedOn()
    {
        var gate = Gate(1);
        using var place = new UploadSlot(gate);
        await place.TakeAsync(TestContext.Current.CancellationToken);
        var other = gate.EnterAsync(TestContext.Current.CancellationToken);
        var uses = 0;
        var again = Task.CompletedTask;
        for (; again.IsCompleted; uses++)
        {
            Assert.InRange(uses, 0, 100);
            place.Used(succeeded: true, 1);
            again = place.TakeAsync(TestContext.Current.CancellationToken);
        }

        Assert.InRange(uses, 2, 100);
        await other;
        gate.Used(succeeded: true, bytes: 0, keep: false);
        await again;
    }

    [Fact]
    public async Task Place_LimitLowered_IsGivenUp()
    {
        var gate = Gate();
        var places = Enumerable.Range(0, await gate.FreeAsync()).Select(_ => new UploadSlot(gate)).ToArray();
        foreach (var place in places)
            await place.TakeAsync(TestContext.Current.CancellationToken);
        gate.Throttled();
        var waiting = gate.EnterAsync(TestContext.Current.CancellationToken);
        foreach (var place in places)
            place.Used(succeeded: false, 1);
        Assert.False(waiting.IsCompleted);
        foreach (var place in places)
            place.Dispose();
        await waiting;
    }

    [Fact]
    public async Task Place_Cancelled_HoldsNothing()
    {
        var gate = Gate(1);
        using var place = new UploadSlot(gate);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => place.TakeAsync(new CancellationToken(true)));
        await gate.EnterAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Take_BodyLargerThanTheMemory_GoesAlone()
    {
        using var limits = new UploadLimits(Gate(), Options.Create(new SyncOptions()));
        using var slot = limits.NewSlot();
        using var other = limits.NewSlot();
        var all = await limits.TakeAsync(slot, 500 << 20, room: 1, TestContext.Current.CancellationToken);
        var next = limits.TakeAsync(other, 1, room: 1, TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);
        all.Dispose();
        (await next).Dispose();
    }
}
