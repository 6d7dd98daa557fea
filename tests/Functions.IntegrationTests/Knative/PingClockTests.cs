using Longshore.Sandbox.Knative;

namespace Longshore.IntegrationTests.Knative;

public sealed class PingClockTests
{
    private const string PingSource = """
        apiVersion: sources.knative.dev/v1
        kind: PingSource
        metadata:
          name: twice-a-day
        spec:
          schedule: "0 */12 * * *"
          timezone: UTC
          contentType: application/json
          data: '{"prefix":"a/"}'
          ceOverrides:
            extensions:
              origin: clock
          sink:
            ref:
              apiVersion: eventing.knative.dev/v1
              kind: Broker
              name: default
        """;

    [Fact]
    public async Task FireNow_PingSource_SendsItsEvent()
    {
        await using var service = await FakeService.AnsweringAsync(202);
        await using var cluster = await StartAsync(service);
        using var clock = new PingClock(cluster.Load(), cluster.Broker.SinkOf, TimeProvider.System);

        var statuses = await clock.FireNowAsync(TestContext.Current.CancellationToken);

        Assert.Equal(202, Assert.Single(statuses));

        var got = Assert.Single(service.Got);
        Assert.Equal("dev.knative.sources.ping", got.Event.Type);
        Assert.Equal("/apis/v1/namespaces/test/pingsources/twice-a-day", got.Event.Source);
        Assert.Equal("application/json", got.Event.DataContentType);
        Assert.Equal("clock", got.Event.Attributes["origin"]);
        Assert.Equal("{\"prefix\":\"a/\"}", got.DataText);
    }

    [Fact]
    public async Task Run_TwelveHoursInAFifthOfASecond_TicksAgainAndAgain()
    {
        await using var service = await FakeService.AnsweringAsync(202);
        await using var cluster = await StartAsync(service);
        using var clock = new PingClock(cluster.Load(), cluster.Broker.SinkOf, TimeProvider.System, speed: 12 * 3600 * 5);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var running = clock.RunAsync(end.Token);
        await Eventually.TrueAsync(() => service.Got.Count >= 3);
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(service.Got.Count, service.Got.Select(static got => got.Event.Id).Distinct().Count());
    }

    private static Task<TestCluster> StartAsync(FakeService service) => new TestCluster().WithBroker()
        .WithService("schedule", service.Address).WithTrigger("ping", PingSourceManifest.EventType, "schedule")
        .WithFile("pingsource.yaml", PingSource).StartAsync();
}
