using Longshore.Sandbox.Knative;

namespace Longshore.IntegrationTests.Knative;

/// <summary>What the broker does beyond the measured table.</summary>
public sealed class DeliveryTests
{
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(302)]
    public async Task Answer_LastingFailure_IsTriedOnce(int status)
    {
        await using var refusing = await FakeService.AnsweringAsync(status);
        await using var cluster = await new TestCluster().WithBroker().WithService("refusing", refusing.Address)
            .WithTrigger("t", "a", "refusing", TestCluster.Retries(5)).StartAsync();

        Assert.Equal(500, await cluster.PublishAsync("a"));
        Assert.Single(refusing.Got);
    }

    [Fact]
    public async Task Deliver_NobodyListens_IsRetriedAndDeadLetteredAs500()
    {
        var gone = await FakeService.AnsweringAsync(202);
        var address = gone.Address;
        await gone.DisposeAsync();
        await using var letters = await FakeService.AnsweringAsync(202);
        await using var cluster = await new TestCluster().WithBroker()
            .WithService("gone", address).WithService("letters", letters.Address)
            .WithTrigger("t", "a", "gone", TestCluster.Retries(2, "letters")).StartAsync();

        Assert.Equal(202, await cluster.PublishAsync("a"));
        Assert.Equal("500", Assert.Single(letters.Got).Event.Attributes["knativeerrorcode"]);
        Assert.Equal(2, cluster.Broker.Log.Snapshot().Count(static step => step.Step == FlowStep.Retried));
    }

    [Fact]
    public async Task Deliver_LongerThanTheTimeout_IsTriedAgain()
    {
        var calls = 0;
        await using var slow = await FakeService.StartAsync((_, http) => Interlocked.Increment(ref calls) == 1
            ? Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default)
            : Task.CompletedTask);
        await using var cluster = await new TestCluster().WithBroker().WithService("slow", slow.Address)
            .WithTrigger("t", "a", "slow", TestCluster.Retries(2, more: "timeout: PT0.5S")).StartAsync();

        Assert.Equal(202, await cluster.PublishAsync("a"));
        Assert.Equal(500, Assert.Single(cluster.Broker.Log.Snapshot(), static step => step.Step == FlowStep.Retried).Status);
    }

    [Fact]
    public async Task Deliver_LongerThanTheRevisionAllows_Is504()
    {
        await using var slow = await FakeService.StartAsync(static (_, http) =>
            Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default));
        await using var cluster = await new TestCluster().WithBroker().WithService("slow", slow.Address, timeoutSeconds: 1)
            .WithTrigger("t", "a", "slow").StartAsync();

        Assert.Equal(500, await cluster.PublishAsync("a"));
        Assert.Equal(504, Assert.Single(cluster.Broker.Log.Snapshot(), static step => step.Step == FlowStep.Lost).Status);
    }

    [Fact]
    public async Task DeadLetter_SinkFailsToo_PublisherGetsA500()
    {
        await using var broken = await FakeService.AnsweringAsync(400);
        await using var letters = await FakeService.AnsweringAsync(503);
        await using var cluster = await new TestCluster().WithBroker()
            .WithService("broken", broken.Address).WithService("letters", letters.Address)
            .WithTrigger("t", "a", "broken", TestCluster.Retries(2, "letters")).StartAsync();

        Assert.Equal(500, await cluster.PublishAsync("a"));
        Assert.Equal(3, letters.Got.Count);
    }

    [Fact]
    public async Task DeadLetter_OnlyTheBrokerNamesASink_IsUsedByATriggerWithItsOwnRetries()
    {
        await using var broken = await FakeService.AnsweringAsync(503);
        await using var letters = await FakeService.AnsweringAsync(202);
        await using var cluster = await new TestCluster().WithBroker(TestCluster.Retries(7, "letters"))
            .WithService("broken", broken.Address).WithService("letters", letters.Address)
            .WithTrigger("t", "a", "broken", TestCluster.Retries(1)).StartAsync();

        Assert.Equal(202, await cluster.PublishAsync("a"));
        Assert.Equal(2, broken.Got.Count);
        Assert.Single(letters.Got);
    }

    [Fact]
    public async Task DeadLetter_LongAnswer_IsCutAt1024Characters()
    {
        await using var broken = await FakeService.AnsweringAsync(400, new string('x', 5000));
        await using var letters = await FakeService.AnsweringAsync(202);
        await using var cluster = await new TestCluster().WithBroker()
            .WithService("broken", broken.Address).WithService("letters", letters.Address)
            .WithTrigger("t", "a", "broken", TestCluster.Retries(0, "letters")).StartAsync();

        await cluster.PublishAsync("a");

        Assert.Equal(1024, Assert.Single(letters.Got).Event.Attributes["knativeerrordata"].Length);
    }

    [Fact]
    public async Task Reply_CannotBeDelivered_TheEventBehindItIsDeadLetteredWithTheBrokerAsDestination()
    {
        await using var replying = await FakeService.ReplyingAsync(TestCluster.Event("b", "reply"));
        await using var broken = await FakeService.AnsweringAsync(503);
        await using var letters = await FakeService.AnsweringAsync(202);
        await using var cluster = await new TestCluster().WithBroker()
            .WithService("replying", replying.Address).WithService("broken", broken.Address)
            .WithService("letters", letters.Address)
            .WithTrigger("one", "a", "replying", TestCluster.Retries(1, "letters"))
            .WithTrigger("two", "b", "broken", TestCluster.Retries(2)).StartAsync();

        Assert.Equal(202, await cluster.PublishAsync("a"));
        // The subscriber is asked once; its reply is posted twice, and each time tried three times.
        Assert.Single(replying.Got);
        Assert.Equal(6, broken.Got.Count);
        var letter = Assert.Single(letters.Got).Event;
        Assert.Equal("a", letter.Type);
        Assert.Equal(cluster.Sink.ToString(), letter.Attributes["knativeerrordest"]);
    }

    [Fact]
    public async Task Reply_OfItsOwnType_EndsAfter255Hops()
    {
        await using var echo = await FakeService.ReplyingAsync(TestCluster.Event("a", "again"));
        await using var cluster = await new TestCluster().WithBroker().WithService("echo", echo.Address)
            .WithTrigger("t", "a", "echo").StartAsync();

        Assert.Equal(500, await cluster.PublishAsync("a"));
        Assert.Equal(255, echo.Got.Count);
    }

    [Fact]
    public async Task Publish_TwoSubscribers_BothGetItAndOneLossIsA500()
    {
        await using var well = await FakeService.AnsweringAsync(202);
        await using var broken = await FakeService.AnsweringAsync(400);
        await using var cluster = await new TestCluster().WithBroker()
            .WithService("well", well.Address).WithService("broken", broken.Address)
            .WithTrigger("one", "a", "well").WithTrigger("two", "a", "broken").StartAsync();

        Assert.Equal(500, await cluster.PublishAsync("a"));
        Assert.Single(well.Got);
    }

    [Fact]
    public async Task Publish_NoTriggerForIt_Is202()
    {
        await using var service = await FakeService.AnsweringAsync(202);
        await using var cluster = await new TestCluster().WithBroker().WithService("service", service.Address)
            .WithTrigger("t", "a", "service").StartAsync();

        Assert.Equal(202, await cluster.PublishAsync("other"));
        Assert.Empty(service.Got);
    }

    [Fact]
    public async Task Deliver_SubscriberWithPathAndJsonFormat_GetsAStructuredEventThere()
    {
        await using var service = await FakeService.AnsweringAsync(202);
        await using var cluster = await new TestCluster().WithBroker().WithService("service", service.Address)
            .WithTrigger("t", "a", "service", "format: json", uri: "/events").StartAsync();

        await cluster.PublishAsync("a");

        var got = Assert.Single(service.Got);
        Assert.Equal("/events", got.Path);
        Assert.StartsWith("application/cloudevents+json", got.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal("{\"a\":1}", got.DataText);
        Assert.True(got.Event.Attributes.ContainsKey("knativearrivaltime"));
        Assert.Equal("reply", got.Headers["Prefer"]);
    }

    [Theory]
    [InlineData("/test/default", "application/json", "{}", 400)]
    [InlineData("/test/default", "application/cloudevents+json", "{", 400)]
    [InlineData("/test/default", "application/cloudevents+json", "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"a\"}", 400)]
    [InlineData("/test/default", "application/cloudevents+json",
        "{\"specversion\":\"0.3\",\"id\":\"1\",\"type\":\"a\",\"source\":\"/s\"}", 400)]
    [InlineData("/test/default", "application/cloudevents-batch+json", "[]", 400)]
    [InlineData("/test/other", "application/cloudevents+json",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"a\",\"source\":\"/s\"}", 404)]
    [InlineData("/test/default", "application/cloudevents+json",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"a\",\"source\":\"/s\"}", 202)]
    public async Task Post_Body_IsAnswered(string path, string contentType, string body, int status)
    {
        await using var cluster = await new TestCluster().WithBroker().StartAsync();

        Assert.Equal(status, await cluster.PostAsync(path, contentType, body));
    }

    [Fact]
    public async Task Log_File_HoldsALinePerStep()
    {
        var file = Path.Combine(Path.GetTempPath(), $"longshore-{Guid.NewGuid():N}.jsonl");
        await using (var service = await FakeService.AnsweringAsync(202))
        await using (var cluster = await new TestCluster().WithBroker().WithService("service", service.Address)
            .WithTrigger("t", "a", "service").StartAsync(logFile: file))
        {
            await cluster.PublishAsync("a", "x-1");
        }

        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);

        Assert.Collection(lines,
            static line => Assert.Contains("\"step\":\"received\"", line, StringComparison.Ordinal),
            static line => Assert.Contains("\"step\":\"delivered\"", line, StringComparison.Ordinal));
        Assert.All(lines, static line => Assert.Contains("\"id\":\"x-1\"", line, StringComparison.Ordinal));
        Assert.All(lines, static line => Assert.Contains("\"summary\":\"a=1\"", line, StringComparison.Ordinal));
    }
}
