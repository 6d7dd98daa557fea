using Longshore.Model.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Model.Telemetry;

public sealed class FlushingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _clock = new();
    private readonly SemaphoreSlim _begun = new(0);
    private readonly SemaphoreSlim _answer = new(0);
    private readonly Flushing _flushing;
    private int _flushes;

    public FlushingTests() => _flushing = new(
        () =>
        {
            Interlocked.Increment(ref _flushes);
            _begun.Release();
            _answer.Wait();
        },
        Patience,
        _clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _begun.Dispose();
        _answer.Dispose();
    }

    [Fact]
    public async Task Flush_WhileOneRuns_SharesTheNext()
    {
        var first = _flushing.FlushAsync();
        await _begun.WaitAsync(Cancellation);
        Task[] later = [_flushing.FlushAsync(), _flushing.FlushAsync(), _flushing.FlushAsync()];
        _answer.Release();
        await first;
        await _begun.WaitAsync(Cancellation);
        Assert.All(later, flush => Assert.False(flush.IsCompleted));

        _answer.Release();
        await Task.WhenAll(later);

        Assert.Equal(2, _flushes);
    }

    [Fact]
    public async Task Flush_ThatHangs_IsWaitedForOnceUntilItComesBack()
    {
        var first = _flushing.FlushAsync();
        await _begun.WaitAsync(Cancellation);
        Assert.False(first.IsCompleted);
        _clock.Advance(Patience);
        await first;

        var second = _flushing.FlushAsync();
        Assert.True(second.IsCompleted);

        // The hanging one ends late, which says nothing good; the next ends in time.
        _answer.Release();
        await _begun.WaitAsync(Cancellation);
        Assert.True(_flushing.FlushAsync().IsCompleted);
        _answer.Release();
        await _begun.WaitAsync(Cancellation);
        var patient = _flushing.FlushAsync();
        Assert.False(patient.IsCompleted);
        _answer.Release(2);
        await patient;
    }
}
