using System.Text;
using Longshore.Sandbox.Knative;

namespace Longshore.IntegrationTests.Knative;

/// <summary>A test for each line on eventing of what was measured on a real cluster.</summary>
public sealed class MeasuredBehaviourTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_SubscriberStillBusy_IsNotAnswered()
    {
        var release = new TaskCompletionSource();
        await using var busy = await FakeService.StartAsync((_, _) => release.Task);
        await using var cluster = await new TestCluster().WithBroker().WithService("busy", busy.Address)
            .WithTrigger("t", "a", "busy").StartAsync();

        var answer = cluster.PublishAsync("a");
        await Eventually.TrueAsync(() => busy.Got.Count == 1);
        Assert.False(answer.IsCompleted);
        release.SetResult();

        Assert.Equal(202, await answer);
    }

    [Fact]
    public async Task Publish_SubscriberOfTheReplyStillBusy_IsNotAnswered()
    {
        var release = new TaskCompletionSource();
        await using var replying = await FakeService.ReplyingAsync(TestCluster.Event("b"));
        await using var busy = await FakeService.StartAsync((_, _) => release.Task);
        await using var cluster = await new TestCluster().WithBroker()
            .WithService("replying", replying.Address).WithService("busy", busy.Address)
            .WithTrigger("first", "a", "replying").WithTrigger("second", "b", "busy").StartAsync();

        var answer = cluster.PublishAsync("a");
        await Eventually.TrueAsync(() => busy.Got.Count == 1);
        Assert.False(answer.IsCompleted);
        release.SetResult();

        Assert.Equal(202, await answer);
    }

    [Fact]
    public async Task Publish_RetriesNeeded_IsAnsweredAfterThem()
    {
        var calls = 0;
        await using var flaky = await FakeService.StartAsync((_, http) =>
        {
            http.Response.StatusCode = Interlocked.Increment(ref calls) < 4 ? 503 : 202;
            return Task.CompletedTask;
        });
        await using var cluster = await new TestCluster().WithBroker().WithService("flaky", flaky.Address)
            .WithTrigger("t", "a", "flaky", TestCluster.Retries(5)).StartAsync();

        Assert.Equal(202, await cluster.PublishAsync("a"));
        Assert.Equal(4, flaky.Got.Count);
    }

    [Fact]
    public async Task Publish_PublisherGivesUp_DeliveryIsCancelled()
    {
        var dropped = new TaskCompletionSource();
        await using var slow = await FakeService.StartAsync(async (_, http) =>
        {
            await using var registration = http.RequestAborted.Register(dropped.SetResult);
            await dropped.Task;
        });
        await using var cluster = await new TestCluster().WithBroker().WithService("slow", slow.Address)
            .WithTrigger("t", "a", "slow", TestCluster.Retries(5)).StartAsync();
        using var patience = new CancellationTokenSource();

        var answer = cluster.PublishAsync("a", cancellation: patience.Token);
        await Eventually.TrueAsync(() => slow.Got.Count == 1);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await dropped.Task.WaitAsync(Cancellation);
        await Eventually.TrueAsync(() => cluster.Broker.Log.Snapshot().Any(static step => step.Step == FlowStep.Cancelled));
        Assert.Single(slow.Got);
    }

    [Fact]
    public async Task Publish_UndeliverableAndNoDeadLetterSink_GetsA500AfterAllRetries()
    {
        await using var broken = await FakeService.AnsweringAsync(503);
        await using var cluster = await new TestCluster().WithBroker().WithService("broken", broken.Address)
            .WithTrigger("t", "a", "broken", "retry: 10\nbackoffPolicy: exponential\nbackoffDelay: PT0.2S").StartAsync();

        Assert.Equal(500, await cluster.PublishAsync("a"));
        Assert.Equal(11, broken.Got.Count);
    }

    [Fact]
    public void Backoff_TenRetriesFromAFifthOfASecond_AddUpTo204Seconds()
    {
        var spec = new DeliverySpec { Retry = 10, Policy = BackoffPolicy.Exponential, BackoffDelay = TimeSpan.FromSeconds(0.2) };

        var waits = Enumerable.Range(0, spec.Retry).Select(retries => RetryPolicy.Backoff(spec, retries).TotalSeconds);

        Assert.Equal(204.6, waits.Sum(), 3);
    }

    [Fact]
    public async Task Deliver_EightEventsToFourPodsOfOne_RunFourAtATimeAndAllArrive()
    {
        var now = 0;
        var most = 0;
        var four = new TaskCompletionSource();
        await using var sync = await FakeService.StartAsync(async (_, _) =>
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            if (running == 4)
                four.TrySetResult();
            await four.Task;
            Interlocked.Decrement(ref now);
        });
        await using var cluster = await new TestCluster().WithBroker()
            .WithService("sync", sync.Address, maxScale: 4, concurrency: 1)
            .WithTrigger("t", "a", "sync").StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(id => cluster.PublishAsync("a", $"{id}")));

        Assert.All(answers, static status => Assert.Equal(202, status));
        Assert.Equal(8, sync.Got.Select(static got => got.Event.Id).Distinct().Count());
        Assert.Equal(4, most);
    }

    [Theory]
    [InlineData(202)]
    [InlineData(200)]
    [InlineData(204)]
    public async Task Answer_SuccessWithEmptyBody_IsDone(int status)
    {
        await using var service = await FakeService.AnsweringAsync(status);
        await using var letters = await FakeService.AnsweringAsync(202);
        await using var cluster = await new TestCluster().WithBroker()
            .WithService("service", service.Address).WithService("letters", letters.Address)
            .WithTrigger("t", "a", "service", TestCluster.Retries(3, "letters")).StartAsync();

        Assert.Equal(202, await cluster.PublishAsync("a"));
        Assert.Single(service.Got);
        Assert.Empty(letters.Got);
    }

    [Fact]
    public async Task Answer_200WithACloudEvent_IsDeliveredToItsTrigger()
    {
        var reply = TestCluster.Event("b", "reply-1").With(("dataref", "s3://bucket/key one"));
        await using var first = await FakeService.ReplyingAsync(reply);
        await using var second = await FakeService.AnsweringAsync(202);
        await using var cluster = await new TestCluster().WithBroker()
            .WithService("first", first.Address).WithService("second", second.Address)
            .WithTrigger("one", "a", "first").WithTrigger("two", "b", "second").StartAsync();

        Assert.Equal(202, await cluster.PublishAsync("a"));
        var got = Assert.Single(second.Got);
        Assert.Equal("reply-1", got.Event.Id);
        Assert.Equal("s3://bucket/key one", got.Event.Attributes["dataref"]);
        Assert.Equal("{\"a\":1}", got.DataText);
        Assert.Equal(1, Assert.Single(cluster.Broker.Log.Snapshot(), static step => step.Step == FlowStep.Replied).Hops);
    }

    [Fact]
    public async Task Answer_200WithATextBody_IsRetriedThenDeadLettered()
    {
        await using var chatty = await FakeService.AnsweringAsync(200, "done!");
        await using var letters = await FakeService.AnsweringAsync(202);
        await using var cluster = await new TestCluster().WithBroker()
            .WithService("chatty", chatty.Address).WithService("letters", letters.Address)
            .WithTrigger("t", "a", "chatty", TestCluster.Retries(2, "letters")).StartAsync();

        Assert.Equal(202, await cluster.PublishAsync("a"));
        Assert.Equal(3, chatty.Got.Count);
        Assert.Equal("502", Assert.Single(letters.Got).Event.Attributes["knativeerrorcode"]);
    }

    [Fact]
    public async Task Answer_400_IsDeadLetteredAtOnceWithCodeAndDestination()
    {
        await using var strict = await FakeService.AnsweringAsync(400, "no such path");
        await using var letters = await FakeService.AnsweringAsync(202);
        await using var cluster = await new TestCluster().WithBroker()
            .WithService("strict", strict.Address).WithService("letters", letters.Address)
            .WithTrigger("t", "a", "strict", TestCluster.Retries(5, "letters")).StartAsync();

        Assert.Equal(202, await cluster.PublishAsync("a"));
        Assert.Single(strict.Got);
        var letter = Assert.Single(letters.Got);
        Assert.Equal("/deadletters", letter.Path);
        Assert.Equal("a", letter.Event.Type);
        Assert.Equal("{\"a\":1}", letter.DataText);
        Assert.Equal("400", letter.Event.Attributes["knativeerrorcode"]);
        Assert.Equal(strict.Address.ToString(), letter.Event.Attributes["knativeerrordest"]);
        Assert.Equal("no such path",
            Encoding.UTF8.GetString(Convert.FromBase64String(letter.Event.Attributes["knativeerrordata"])));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Answer_PassingFailure_IsRetriedAsTheSpecSaysThenDeadLettered(int status)
    {
        await using var broken = await FakeService.AnsweringAsync(status);
        await using var letters = await FakeService.AnsweringAsync(202);
        await using var cluster = await new TestCluster().WithBroker()
            .WithService("broken", broken.Address).WithService("letters", letters.Address)
            .WithTrigger("t", "a", "broken", TestCluster.Retries(3, "letters")).StartAsync();

        Assert.Equal(202, await cluster.PublishAsync("a"));
        Assert.Equal(4, broken.Got.Count);
        Assert.Equal($"{status}", Assert.Single(letters.Got).Event.Attributes["knativeerrorcode"]);
    }

    [Fact]
    public async Task Publish_KafkaStyle_IsAnsweredBeforeDelivery()
    {
        var release = new TaskCompletionSource();
        await using var busy = await FakeService.StartAsync((_, _) => release.Task);
        await using var cluster = await new TestCluster().WithBroker().WithService("busy", busy.Address)
            .WithTrigger("t", "a", "busy").StartAsync(answerAtOnce: true);

        Assert.Equal(202, await cluster.PublishAsync("a"));
        await Eventually.TrueAsync(() => busy.Got.Count == 1);
        release.SetResult();
        await Eventually.TrueAsync(() => cluster.Broker.Log.Snapshot().Any(static step => step.Step == FlowStep.Delivered));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
            Interlocked.CompareExchange(ref target, value, seen);
    }
}
