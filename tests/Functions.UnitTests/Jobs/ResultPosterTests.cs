using Longshore.Model.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Jobs;

public sealed class ResultPosterTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly RecordingSink sink = new();

    [Fact]
    public async Task Post_SinkRefusesFirst_IsSentAgain()
    {
        sink.Refusals = 5;

        Assert.True(await PostAsync(CancellationToken.None));
        Assert.Equal(6, sink.Asked);
        Assert.Single(sink.Got);
    }

    [Fact]
    public async Task Post_SinkRefusesForGood_IsGivenUp()
    {
        sink.Refusals = int.MaxValue;

        Assert.False(await PostAsync(CancellationToken.None));
        Assert.Equal(6, sink.Asked);
    }

    [Fact]
    public async Task Post_TimeIsOver_IsGivenUp()
    {
        Assert.False(await PostAsync(new CancellationToken(canceled: true)));
        Assert.Empty(sink.Got);
    }

    private async Task<bool> PostAsync(CancellationToken cutOff)
    {
        var post = new ResultPoster(sink, clock, NullLogger<ResultPoster>.Instance)
            .PostAsync(ToyJob.Event("toy.counted"), cutOff);
        while (!post.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await post;
    }
}
