using Longshore.Model.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Model.Jobs;

public sealed class ResultPosterTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task Post_SinkRefusesFirst_IsSentAgain()
    {
        _sink.Refusals = 5;

        Assert.True(await PostAsync(CancellationToken.None));
        Assert.Equal(6, _sink.Asked);
        Assert.Single(_sink.Got);
    }

    [Fact]
    public async Task Post_SinkRefusesForGood_IsGivenUp()
    {
        _sink.Refusals = int.MaxValue;

        Assert.False(await PostAsync(CancellationToken.None));
        Assert.Equal(6, _sink.Asked);
    }

    [Fact]
    public async Task Post_TimeIsOver_IsGivenUp()
    {
        Assert.False(await PostAsync(new CancellationToken(canceled: true)));
        Assert.Empty(_sink.Got);
    }

    private async Task<bool> PostAsync(CancellationToken cutOff)
    {
        var post = new ResultPoster(_sink, _clock, NullLogger<ResultPoster>.Instance)
            .PostAsync(ToyJob.Event("toy.counted"), cutOff);
        while (!post.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await post;
    }
}
