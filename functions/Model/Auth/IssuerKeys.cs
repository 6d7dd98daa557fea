namespace Longshore.Model.Auth;

/// <summary>
/// The keys that sign the cluster's ServiceAccount tokens. They are fetched at the first use and cached. They are fetched again
/// after an hour, and for an unknown key id, at most once in 10 s. Callers at the same time share one fetch. Safe for parallel
/// use.
/// </summary>
/// <param name="get">Reads a path of the API server: <see cref="KubernetesApi.GetAsync"/>.</param>
internal sealed class IssuerKeys(Func<string, CancellationToken, Task<byte[]?>> get, TimeProvider time)
{
    private static readonly TimeSpan RenewedAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan ServedFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan BetweenFetches = TimeSpan.FromSeconds(10);

    private readonly Lock _sync = new();
    private Task<IssuerKeySet>? _fetch;
    private volatile IssuerKeySet? _newest;
    private long? _lastFetch;
    private KubernetesUnavailableException? _lastFailure;

    /// <summary>
    /// The keys in which to look for <paramref name="keyId"/>. If it is not among them, the API server does not publish it.
    /// </summary>
    /// <exception cref="KubernetesUnavailableException">
    /// The API server cannot be asked, and no keys of the last 24 hours have that id. Or the keys without that id are too new to
    /// be fetched again: the API server may have published the key meanwhile, so the event must be retried.
    /// </exception>
    public async Task<IssuerKeySet> FindAsync(string keyId, CancellationToken cancellation)
    {
        var known = _newest;
        if (known is not null && known.Has(keyId) && AgeOf(known) < RenewedAfter)
            return known;
        try
        {
            return await FetchAsync().WaitAsync(cancellation);
        }
        catch (KubernetesUnavailableException) when (known is not null && known.Has(keyId) && AgeOf(known) < ServedFor)
        {
            return known;
        }
    }

    private Task<IssuerKeySet> FetchAsync()
    {
        lock (_sync)
        {
            if (_fetch is { IsCompleted: false })
                return _fetch;
            if (_lastFetch is { } last && time.GetElapsedTime(last) is var since && since < BetweenFetches)
                throw TooSoon(since);
            // Not with the caller's token, because other callers wait for the same answer.
            return _fetch = ReadAsync();
        }
    }

    private async Task<IssuerKeySet> ReadAsync()
    {
        // Leaves the caller's lock before the request.
        await Task.Yield();
        try
        {
            var read = await IssuerKeySet.ReadAsync(get, time.GetTimestamp());
            _newest = read;
            Remember(null);
            return read;
        }
        catch (KubernetesUnavailableException failure)
        {
            Remember(failure);
            throw;
        }
    }

    private void Remember(KubernetesUnavailableException? failure)
    {
        lock (_sync)
            (_lastFetch, _lastFailure) = (time.GetTimestamp(), failure);
    }

    private KubernetesUnavailableException TooSoon(TimeSpan since) => _lastFailure is { } failure
        ? new(failure.Message, failure)
        : new($"The token's key is not among those that the Kubernetes API gave {since.TotalSeconds:F0} s ago; "
            + $"it is asked again after {BetweenFetches.TotalSeconds:F0} s.");

    private TimeSpan AgeOf(IssuerKeySet keys) => time.GetElapsedTime(keys.FetchedAt);
}
