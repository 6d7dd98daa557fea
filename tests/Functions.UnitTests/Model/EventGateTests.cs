using Longshore.Model;
using Longshore.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Model;

/// <summary>Which errors of work that is cut off are for later.</summary>
public sealed class EventGateTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly EventGate _gate;

    public EventGateTests() => _gate = new(
        Options.Create(new HostOptions { Deadline = TimeSpan.FromSeconds(10) }), _clock, NullLogger<EventGate>.Instance);

    [Fact]
    public async Task Run_AnyErrorAfterTheDeadline_IsForLater()
    {
        var lookUp = new TaskCompletionSource<string>();
        var run = _gate.RunAsync(_ => lookUp.Task, TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromSeconds(10));
        lookUp.SetException(new InvalidOperationException("There are no credentials."));

        await Assert.ThrowsAsync<RetryLaterException>(() => run);
    }

    [Fact]
    public async Task Run_ErrorBeforeTheDeadline_StaysAsItIs() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => _gate.RunAsync(_ => Task.FromException<string>(new InvalidOperationException()),
            TestContext.Current.CancellationToken));

    public void Dispose() => _gate.Dispose();
}
