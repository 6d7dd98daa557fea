using System.Net;
using Longshore.Settings;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Model;

/// <summary>Deadline, shutdown and dropped requests; the clock stands still until the test moves it.</summary>
public sealed class LimitsTests
{
    private static readonly (string, string)[] Limits =
        [("Host:Deadline", "PT90S"), ("Host:ParkMargin", "PT20S"), ("Host:Grace", "PT25S")];

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Deadline_FunctionParks_RepliesTheRest()
    {
        await using var host = await ToyHost.StartAsync(_clock, Limits);
        var post = host.PostAsync("toy.wait", "{}", "parks");
        await host.Record.Started.Task;
        Assert.Equal(_clock.GetUtcNow().AddSeconds(90), host.Record.Calls[0].Deadline);

        _clock.Advance(TimeSpan.FromSeconds(69));
        Assert.False(post.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        using var response = await post;
        ToyHost.Expect(HttpStatusCode.OK, response);
        Assert.Equal("toy.remainder", Assert.Single(response.Headers.GetValues("ce-type")));
        Assert.False(host.Record.Calls[0].Abort.IsCancellationRequested);
    }

    [Fact]
    public async Task Deadline_FunctionStopsAtTheEnd_Is503()
    {
        await using var host = await ToyHost.StartAsync(_clock, Limits);
        var post = host.PostAsync("toy.wait", "{}", "aborts");
        await host.Record.Started.Task;

        _clock.Advance(TimeSpan.FromSeconds(89));
        Assert.False(host.Record.Calls[0].Abort.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(1));

        using var response = await post;
        ToyHost.Expect(HttpStatusCode.ServiceUnavailable, response);
    }

    [Fact]
    public async Task Deadline_FunctionIgnoresIt_IsCutOffWith503()
    {
        await using var host = await ToyHost.StartAsync(_clock, Limits);
        var post = host.PostAsync("toy.wait", "{}", "ignores");
        await host.Record.Started.Task;

        _clock.Advance(TimeSpan.FromSeconds(90));
        while (!post.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        using var response = await post;
        ToyHost.Expect(HttpStatusCode.ServiceUnavailable, response);
        host.Record.Release.SetResult();
    }

    [Theory]
    [InlineData("PT30S", 20)]
    [InlineData("PT90S", 70)]
    public void ParkAfter_LeavesTheMarginButAtMostAThird(string deadline, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            new HostOptions { Deadline = System.Xml.XmlConvert.ToTimeSpan(deadline) }.ParkAfter);

    [Fact]
    public async Task Shutdown_WhileAnEventRuns_RefusesNewOnesAndLetsItPark()
    {
        await using var host = await ToyHost.StartAsync(_clock, Limits);
        var parking = host.PostAsync("toy.wait", "{}", "parks");
        await host.Record.Started.Task;
        var ignoring = host.PostAsync("toy.wait", "{}", "aborts");
        while (host.Record.Calls.Count < 2)
            await Task.Yield();

        var stop = host.StopAsync();
        using var parked = await parking;
        ToyHost.Expect(HttpStatusCode.OK, parked);
        using var ready =
            await host.Http.GetAsync(new Uri("/healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        ToyHost.Expect(HttpStatusCode.ServiceUnavailable, ready);
        using var live =
            await host.Http.GetAsync(new Uri("/healthz/live", UriKind.Relative), TestContext.Current.CancellationToken);
        ToyHost.Expect(HttpStatusCode.OK, live);
        using var refused = await host.PostAsync("toy.echo", "{}");
        ToyHost.Expect(HttpStatusCode.ServiceUnavailable, refused);
        Assert.False(stop.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(25));
        using var aborted = await ignoring;
        ToyHost.Expect(HttpStatusCode.ServiceUnavailable, aborted);
        await stop;
    }

    [Fact]
    public async Task Shutdown_FunctionFinishesInTheGracePeriod_IsAnswered()
    {
        await using var host = await ToyHost.StartAsync(_clock, Limits);
        var post = host.PostAsync("toy.wait", "{}", "aborts");
        await host.Record.Started.Task;

        var stop = host.StopAsync();
        host.Record.Release.SetResult();

        using var response = await post;
        ToyHost.Expect(HttpStatusCode.Accepted, response);
        await stop;
    }

    [Fact]
    public async Task DroppedRequest_FunctionIsToldToPark()
    {
        await using var host = await ToyHost.StartAsync(_clock, Limits);
        using var drop = new CancellationTokenSource();
        var post = host.PostAsync("{}"u8.ToArray(), ToyHost.Attributes("toy.wait", "parks"), cancellation: drop.Token);
        await host.Record.Started.Task;

        await drop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post);
        // The stop ends only once the function has left: here because it was told to park, before any grace is over.
        await host.StopAsync();
        Assert.DoesNotContain("\"level\":\"error\"", System.Text.Encoding.UTF8.GetString(host.Log.ToArray()),
            StringComparison.Ordinal);
    }
}
