namespace Longshore.Core.Ship;

/// <summary>
/// Ends uploads that still run some time after work was parked, so that an object that is never answered does not take the receipt of the others
/// along. It fires at the hard stop at the latest.
/// </summary>
internal sealed class UploadCut : IAsyncDisposable
{
    private readonly CancellationTokenSource _cut;
    private readonly CancellationTokenRegistration _parked;
    private ITimer? _limit;

    /// <param name="after">What a running upload has from the time when work is parked.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="park">Nothing new may begin.</param>
    /// <param name="finish">The hard stop.</param>
    public UploadCut(TimeSpan after, TimeProvider time, CancellationToken park, CancellationToken finish)
    {
        _cut = CancellationTokenSource.CreateLinkedTokenSource(finish);
        _parked = park.UnsafeRegister(_ => _limit = time.CreateTimer(_ => _cut.Cancel(), null, after, Timeout.InfiniteTimeSpan), null);
    }

    public CancellationToken Token => _cut.Token;

    public async ValueTask DisposeAsync()
    {
        await _parked.DisposeAsync();
        if (_limit is not null)
            await _limit.DisposeAsync();
        _cut.Dispose();
    }
}
