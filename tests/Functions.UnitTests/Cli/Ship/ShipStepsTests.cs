using Longshore.Cli;
using Longshore.Cli.Ship;
using Longshore.Core;
using Longshore.Core.Receipts;
using Longshore.Model;
using Longshore.Settings;
using Longshore.Store;
using Longshore.Volumes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Cli.Ship;

/// <summary>What is tried again, how often, and what a stop does; the clock passes while nothing else can happen.</summary>
public sealed class ShipStepsTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Notes _notes = new();
    private readonly EventGate _gate;
    private readonly ShipSteps _steps;
    private int _calls;

    public ShipStepsTests()
    {
        var host = new HostOptions { Deadline = TimeSpan.FromSeconds(90), Grace = TimeSpan.FromSeconds(25) };
        _gate = new(Options.Create(host), _clock, new Logger<EventGate>(new LoggerFactory([_notes])));
        _steps = new(_gate, _notes, _clock);
    }

    [Fact]
    public async Task Run_StepThatWorks_GivesItsResult()
    {
        Assert.Equal(new StepEnd<string>("done", null), await RunAsync(_ => Task.FromResult("done")));
        Assert.Equal((1, 0), (_calls, _notes.Take().Count()));
    }

    public static TheoryData<Exception, string> Passing => new()
    {
        { new StoreUnavailableException("S3__Bucket throttles."), "S3__Bucket throttles." },
        { new VolumeUnavailableException("Volume__Root is not there."), "Volume__Root is not there." },
        { new InvalidOperationException("odd"), "An unexpected error (InvalidOperationException: odd)." },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Run_PassingFailure_IsTriedAsATriggerWould(Exception failure, string says)
    {
        var began = _clock.GetUtcNow();

        var end = await PassAsync(RunAsync(_ => throw failure));

        Assert.Equal(new StepEnd<string>(null, says), end);
        Assert.Equal(1 + TriggerRetries.Most, _calls);
        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromSeconds(31), TimeSpan.FromSeconds(40));
        Assert.Equal(
            ["1", "2", "4", "8", "16"],
            _notes.Take().Where(note => note.StartsWith("Tried", StringComparison.Ordinal)).Select(note => note.Split(' ')[3]));
    }

    public static TheoryData<Exception> Final => [new InvalidWorkException("bad"), new BadReceiptException("bad")];

    [Theory]
    [MemberData(nameof(Final))]
    public async Task Run_WorkThatIsRefused_IsNotTriedAgain(Exception failure)
    {
        Assert.Equal(new StepEnd<string>(null, "bad"), await RunAsync(_ => throw failure));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task Run_FailureThatPasses_GivesTheResult()
    {
        var end = await PassAsync(RunAsync(_ =>
            _calls < 3 ? throw new StoreUnavailableException("down") : Task.FromResult("done")));

        Assert.Equal((new StepEnd<string>("done", null), 3), (end, _calls));
    }

    [Fact]
    public async Task Stop_BetweenTries_EndsTheWaitWithoutAProblem()
    {
        var run = RunAsync(_ => throw new StoreUnavailableException("down"));

        await _gate.CloseAsync();

        Assert.Equal(default, await run);
        Assert.Equal(1, _calls);
        Assert.False(_steps.IsOpen);
    }

    [Fact]
    public async Task Stop_BeforeAStep_BeginsNone()
    {
        await _gate.CloseAsync();

        Assert.Equal(default, await RunAsync(_ => Task.FromResult("done")));
        Assert.Equal(0, _calls);
    }

    [Fact]
    public async Task Stop_StepThatParks_GivesItsResult()
    {
        var run = RunAsync(async tokens =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, tokens.Park).ContinueWith(_ => { }, TaskScheduler.Default);
            return tokens.Abort.IsCancellationRequested ? "aborted" : "parked";
        });

        await _gate.CloseAsync();

        Assert.Equal("parked", (await run).Result);
    }

    [Fact]
    public async Task Stop_StepThatFailsAfterIt_IsNoted()
    {
        var fails = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = RunAsync(_ => fails.Task);
        var stop = _gate.CloseAsync();

        fails.SetException(new StoreUnavailableException("down"));

        Assert.Equal(default, await run);
        await stop;
        Assert.Equal(["Not tried again, as the run was stopped: down"], _notes.Take());
    }

    /// <summary>The summary says that the run was stopped, and which files wait.</summary>
    [Fact]
    public async Task Stop_StepThatItCutsOff_NeedsNoNote()
    {
        var run = RunAsync(async tokens =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, tokens.Abort);
            return "done";
        });

        var stop = _gate.CloseAsync();

        Assert.Equal(default, await PassAsync(run));
        await stop;
        Assert.Empty(_notes.Take());
    }

    [Fact]
    public async Task Stop_StepThatIgnoresIt_IsGivenUpAfterTheGracePeriod()
    {
        var began = _clock.GetUtcNow();
        var run = RunAsync(_ => new TaskCompletionSource<string>().Task);

        var stop = _gate.CloseAsync();

        Assert.Equal(default, await PassAsync(run));
        await stop;
        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromSeconds(27), TimeSpan.FromSeconds(30));
        Assert.Contains("The function ignores its hard stop and was cut off", _notes.Take());
    }

    [Fact]
    public async Task Deadline_StepThatDoesNotPark_IsTriedAgain()
    {
        var run = RunAsync(async tokens =>
        {
            if (_calls == 1)
                await Task.Delay(Timeout.InfiniteTimeSpan, tokens.Abort);
            return "done";
        });

        Assert.Equal("done", (await PassAsync(run)).Result);
        Assert.Equal(
            ["Tried again in 1 s: The deadline or the shutdown came before the work was done."], _notes.Take());
    }

    public void Dispose() => _gate.Dispose();

    private Task<StepEnd<string>> RunAsync(Func<WorkTokens, Task<string>> step) => _steps.RunAsync("sync", tokens =>
    {
        _calls++;
        return step(tokens);
    });

    private async Task<T> PassAsync<T>(Task<T> until)
    {
        while (!until.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        return await until;
    }
}
