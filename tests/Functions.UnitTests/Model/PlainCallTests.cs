using Longshore.App.Events;
using Longshore.Core.Scan;
using Longshore.Model;
using Longshore.Model.Events;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Model;

/// <summary>A function is tested by a plain method call: no host, no server, no container.</summary>
public sealed class PlainCallTests
{
    [Fact]
    public async Task RunAsync_CalledAsAMethod_RepliesWithADerivedEvent()
    {
        var function = new EchoFunction(new ToyRecord());
        var data = new ScanRequested { Prefix = "2026/" };
        var e = EventFactory.Create("toy.echo", "/test", "1", data, EventJson.Default.ScanRequested, hops: 2);
        var context = new FunctionContext(e, "echo", DateTimeOffset.MaxValue);

        var reply = await function.RunAsync(data, context, TestContext.Current.CancellationToken);

        Assert.Equal("toy.echoed", reply!.Type);
        Assert.Equal(EventFactory.IdOf("toy.echoed", "/toy/echo", "2026/"), reply.Id);
        Assert.Equal("3", reply["hops"]);
        Assert.Equal(data, EventData.Read(reply, EventJson.Default.ScanRequested));
    }

    [Fact]
    public async Task RunAsync_TokenFired_ParksTheRest()
    {
        var function = new WaitingFunction(new ToyRecord());
        var e = EventFactory.Create("toy.wait", "/test", "1", new ScanRequested(), EventJson.Default.ScanRequested);
        e.Subject = "parks";

        var reply = await function.RunAsync(
            new(), new FunctionContext(e, "waiter", DateTimeOffset.MaxValue), new CancellationToken(canceled: true));

        Assert.Equal("toy.remainder", reply!.Type);
    }

    [Fact]
    public void Reply_TraceOfTheEvent_IsCarriedOn()
    {
        var cause = EventFactory.Create("a", "/a", "1", new ScanRequested(), EventJson.Default.ScanRequested);
        cause["traceparent"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        cause["tracestate"] = "vendor=1";
        var clock = new FakeTimeProvider();

        var reply = new FunctionContext(cause, "f", clock.GetUtcNow(), time: clock)
            .Reply("b", "/b", "key", new ScanRequested(), EventJson.Default.ScanRequested);

        Assert.Equal(cause["traceparent"], reply["traceparent"]);
        Assert.Equal("vendor=1", reply["tracestate"]);
        Assert.Equal(clock.GetUtcNow(), reply.Time);
        Assert.Null(reply["hops"]);
        Assert.Null(reply["dataref"]);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("0", 0)]
    [InlineData("8", 8)]
    public void Hops_Extension_IsRead(string? sent, int hops)
    {
        var e = EventFactory.Create("a", "/a", "1", new ScanRequested(), EventJson.Default.ScanRequested);
        e["hops"] = sent;

        Assert.Equal(hops, new FunctionContext(e, "f", DateTimeOffset.MaxValue).Hops);
    }
}
