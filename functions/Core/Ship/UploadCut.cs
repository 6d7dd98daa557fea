namespace Longshore.Core.Ship;

/// <summary>
/// The tokens for the files of one batch. Running uploads are cancelled some time after the batch was parked, so that an upload
/// without an answer does not prevent the receipt.
/// </summary>
internal sealed class UploadCut : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _cut;
    private readonly CancellationTokenRegistration _parked;
    private ITimer? _limit;

    /// <param name="clock">Measures the time that a running upload still has after parking.</param>
    public UploadCut(WorkClock clock, WorkTokens batch)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(batch.Park);
        _cut = CancellationTokenSource.CreateLinkedTokenSource(batch.Abort);
        _parked = batch.Park.UnsafeRegister(
            _ => _limit = clock.Time.CreateTimer(_ => _cut.Cancel(), null, clock.CutAfterPark, Timeout.InfiniteTimeSpan), null);
    }

    /// <summary>
    /// <see cref="WorkTokens.Park"/>: begin no file and no part. <see cref="WorkTokens.Abort"/>: running uploads must end; it
    /// fires no later than the hard stop.
    /// </summary>
    public WorkTokens Tokens => new(_stop.Token, _cut.Token);

    /// <summary>Parks the files that are left. Running uploads continue.</summary>
    public Task StopAsync() => _stop.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _parked.DisposeAsync();
        if (_limit is not null)
            await _limit.DisposeAsync();
        _cut.Dispose();
        _stop.Dispose();
    }
}
