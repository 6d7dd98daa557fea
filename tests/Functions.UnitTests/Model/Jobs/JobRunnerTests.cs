using Longshore.Model;
using Longshore.Model.Jobs;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Model.Jobs;

/// <summary>What a job does with its event and with what follows, and its exit code.</summary>
public sealed class JobRunnerTests
{
    [Fact]
    public async Task Run_ReplyThatNobodyTakes_IsPostedOnce()
    {
        await using var job = new ToyJob();

        var exit = await job.RunAsync(ToyJob.Event("toy.count"));

        Assert.Equal(ExitCodes.Done, exit);
        Assert.Equal("toy.counted", Assert.Single(job.Sink.Got).Type);
    }

    [Fact]
    public async Task Run_Remainders_AreHandledHereToTheEnd()
    {
        await using var job = new ToyJob();

        var exit = await job.RunAsync(ToyJob.Event("toy.count", "5"));

        Assert.Equal(ExitCodes.Done, exit);
        Assert.Equal([0, 1, 2, 3, 4, 5], job.Record.Calls.Select(call => call.Hops));
        Assert.Equal("toy.counted", Assert.Single(job.Sink.Got).Type);
    }

    [Theory]
    [InlineData("toy.throw", "bad", ExitCodes.Refused)]
    [InlineData("toy.unknown", null, ExitCodes.Refused)]
    [InlineData("toy.throw", "volume", ExitCodes.Failed)]
    [InlineData("toy.throw", "store", ExitCodes.Failed)]
    [InlineData("toy.throw", "sink", ExitCodes.Failed)]
    [InlineData("toy.throw", "fault", ExitCodes.Failed)]
    public async Task Run_Failure_ExitsByWhetherARetryCanHelp(string type, string? subject, int expected)
    {
        await using var job = new ToyJob();

        Assert.Equal(expected, await job.RunAsync(ToyJob.Event(type, subject)));
        Assert.Empty(job.Sink.Got);
    }

    [Fact]
    public async Task Run_NoReply_IsDone()
    {
        await using var job = new ToyJob();
        job.Record.Release.SetResult();

        Assert.Equal(ExitCodes.Done, await job.RunAsync(ToyJob.Event("toy.wait")));
        Assert.Empty(job.Sink.Got);
    }

    [Fact]
    public async Task Stop_RunningFunctionParks_ItsRemainderGoesToTheSink()
    {
        await using var job = new ToyJob();
        var run = job.RunAsync(ToyJob.Event("toy.wait", "parks"));
        await job.Record.Started.Task;

        await job.Shutdown.StopAsync();

        Assert.Equal(ExitCodes.Done, await run);
        // Its type is one that a function here takes: without the stop it would have been handled here.
        Assert.Equal("toy.remainder", Assert.Single(job.Sink.Got).Type);
    }

    [Fact]
    public async Task Stop_BeforeTheFirstEventBegan_LeavesItToTheNextRun()
    {
        await using var job = new ToyJob();
        await job.Shutdown.StopAsync();

        Assert.Equal(ExitCodes.Failed, await job.RunAsync(ToyJob.Event("toy.count")));
        Assert.Empty(job.Record.Calls);
        Assert.Empty(job.Sink.Got);
    }

    [Fact]
    public async Task Stop_FunctionIgnoresItsHardStop_IsCutOff()
    {
        var clock = new FakeTimeProvider();
        await using var job = new ToyJob(clock, ("Host:Grace", "PT5S"));
        var run = job.RunAsync(ToyJob.Event("toy.wait"));
        await job.Record.Started.Task;

        var stop = job.Shutdown.StopAsync();
        while (!run.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(ExitCodes.Failed, await run);
        job.Record.Release.SetResult();
        await stop;
    }

    [Fact]
    public async Task Run_Deadline_IsADayUnlessSet()
    {
        await using var job = new ToyJob();
        await job.RunAsync(ToyJob.Event("toy.count"));
        await using var set = new ToyJob(null, ("Host:Deadline", "PT10M"));
        await set.RunAsync(ToyJob.Event("toy.count"));

        Assert.InRange(job.Record.Calls[0].Deadline - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23),
            TimeSpan.FromHours(24));
        Assert.InRange(set.Record.Calls[0].Deadline - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1),
            TimeSpan.FromMinutes(10));
    }
}
