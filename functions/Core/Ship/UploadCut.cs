namespace Longshore.Core.Ship;

/// <summary>
/// The tokens for the files of one batch. Running uploads are ended some time after the batch was parked, so that an object that
/// is never answered does not take the receipt of the others along.
/// </summary>
internal sealed class UploadCut : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _cut;
    private readonly CancellationTokenRegistration _parked;
    private ITimer? _limit;

    /// <param name="clock">Says what a running upload has from the time when the batch is parked, and measures it.</param>
    /// <param name="batch">The tokens of the batch.</param>
    public UploadCut(WorkClock clock, WorkTokens batch)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(batch.Park);
        _cut = CancellationTokenSource.CreateLinkedTokenSource(batch.Abort);
        _parked = batch.Park.UnsafeRegister(
            _ => _limit = clock.Time.CreateTimer(_ => _cut.Cancel(), null, clock.CutAfterPark, Timeout.InfiniteTimeSpan), null);
    }

    /// <summary>
    /// <see cref="WorkTokens.Park"/>: begin no file and no part. <see cref="WorkTokens.Abort"/>: a running upload must end; it
    /// fires at the hard stop at the latest.
    /// </summary>
    public WorkTokens Tokens => new(_stop.Token, _cut.Token);

    /// <summary>Parks the files that are left. Running uploads go on.</summary>
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
