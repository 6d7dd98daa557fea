using System.Globalization;
using Longshore.Cli;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Cli;

public sealed class WaitTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly StringWriter _errors = new(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(3, "")]
    [InlineData(60, "Waiting for the \\u001bstore.\n")]
    public async Task For_Answer_IsAnnouncedOnlyIfItIsLate(int seconds, string expected)
    {
        var answer = new TaskCompletionSource<int>();
        var waiting = new Wait(_errors, _clock).ForAsync(answer.Task, "the \u001bstore");
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        answer.SetResult(7);

        Assert.Equal(7, await waiting);
        Assert.Equal(expected, _errors.ToString());
    }

    [Fact]
    public async Task For_Failure_IsThatOfTheWork() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => new Wait(_errors, _clock).ForAsync(Task.FromException<int>(new InvalidOperationException()), "x"));

    public void Dispose() => _errors.Dispose();
}
