using Longshore.Core.Status.Report;

namespace Longshore.Core.Status;

/// <summary>Reads the records and makes the report. Requests at the same time get the same report.</summary>
public sealed class StatusMaker(FactReader reader, StateKeys keys, IOptions<StatusOptions> options, IOptions<S3Options> store,
    TimeProvider time) : IDisposable
{
    /// <summary>Requests get the same report for this long, so that a reload of the page does not list the bucket.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1);
    private readonly Lazy<PriceList> _prices = new(PriceFile.Default);
    private StatusReport? _last;

    public void Dispose() => _one.Dispose();

    /// <param name="prices">Replaces the built-in list.</param>
    /// <exception cref="StoreUnavailableException">The store cannot serve; the message names the setting to check.</exception>
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
            return _last = StatusBuilder.Build(facts, new StatusQuestion(time.GetUtcNow(), since, store.Value.Bucket,
                StatePrefix: keys.Root, prices ?? _prices.Value, store.Value.StorageClass));
        }
        finally
        {
            _one.Release();
        }
    }
}
