using Longshore.Core.Status.Report;

namespace Longshore.Core.Status;

/// <summary>Reads the records and makes the report. Whoever asks while another's report is made gets the same one.</summary>
public sealed class StatusMaker(FactReader reader, StateKeys keys, IOptions<StatusOptions> options, IOptions<S3Options> store,
    TimeProvider time) : IDisposable
{
    /// <summary>A report is handed out again for this long: reloading a page lists the bucket no more often.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1);
    private readonly Lazy<PriceList> _prices = new(PriceFile.Default);
    private StatusReport? _last;

    public void Dispose() => _one.Dispose();

    /// <param name="prices">Another list than the built-in one.</param>
    /// <exception cref="StoreUnavailableException">The store cannot serve; the message names the setting to look at.</exception>
    public async Task<StatusReport> MakeAsync(CancellationToken cancellation, PriceList? prices = null)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var now = time.GetUtcNow();
            if (_last is { } last && now - last.At < Fresh && now >= last.At)
                return last;
            var since = now - options.Value.Window;
            var facts = await reader.ReadAsync(since, options.Value.Records, cancellation);
            return _last = StatusBuilder.Build(facts, new StatusQuestion(
                Now: time.GetUtcNow(),
                Since: since,
                Bucket: store.Value.Bucket,
                StatePrefix: keys.Root,
                Prices: prices ?? _prices.Value,
                StorageClass: store.Value.StorageClass));
        }
        finally
        {
            _one.Release();
        }
    }
}
