using Longshore.Store.Identity;

namespace Longshore.Store.Probe;

/// <summary>
/// What this process knows of its store. A process that ships files begins the probe before its first write; then every write
/// waits for the result. If a probe got no answer, the next write or batch begins another; if it got only some answers, the next
/// batch does. An unfit store is probed again after five minutes. The result is not kept beyond the process. Safe for concurrent
/// use.
/// </summary>
public sealed class StoreProbe(
    IAmazonS3 s3, ObjectSender sender, RequestRetry retry, TimeProvider time, IOptions<S3Options> options,
    ILogger<StoreProbe> log)
{
    /// <summary>A probe leaves about two dozen objects, and a store rarely changes between two retries.</summary>
    private static readonly TimeSpan UnfitFor = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Lazy<bool> _isAws = new(() => new BucketEndpoint(s3, options.Value.Bucket).IsAws);
    private volatile Task<StoreAbilities>? _probing;
    private volatile bool _isCut;
    private volatile bool _tookWrongBytes;
    private long _unfitAt;

    /// <summary>Whether the store is AWS itself. It needs no probe.</summary>
    public bool IsAws => _isAws.Value;

    /// <summary>The store's address; AWS's if no other is set.</summary>
    public Uri Address => new(s3.Config.ServiceURL ?? $"https://s3.{s3.Config.RegionEndpoint.SystemName}.amazonaws.com/");

    /// <summary>What is known now, without waiting for a probe. Not for a decision about a write.</summary>
    public StoreAbilities Known => _probing is { IsCompletedSuccessfully: true } probed ? probed.Result : Assumed;

    private StoreAbilities Assumed => IsAws ? StoreAbilities.Assumed(options.Value) : StoreAbilities.Unprobed(options.Value);

    /// <summary>
    /// Begins a probe, unless one is running, has succeeded, or has found the store unfit less than five minutes ago. Sends
    /// nothing to AWS. May be called again.
    /// </summary>
    /// <exception cref="StoreUnfitException">Nothing may be shipped to this store.</exception>
    /// <exception cref="StoreUnavailableException">The store refused or did not answer.</exception>
    public Task<StoreAbilities> BeginAsync()
    {
        if (_probing is { } probing && !IsDue(probing))
            return probing;
        lock (_lock)
        {
            if (_probing is null || IsDue(_probing))
                _probing = Task.Run(ProbeAsync);
            return _probing;
        }
    }

    /// <summary>What a write may rely on: the result of a begun probe, or else what the settings allow without one.</summary>
    public ValueTask<StoreAbilities> AbilitiesAsync(CancellationToken cancellation) => _probing switch
    {
        null => new(Assumed),
        { IsCompletedSuccessfully: true } probed => new(probed.Result),
        _ => new(BeginAsync().WaitAsync(cancellation)),
    };

    /// <summary>The store has taken a write with a wrong SHA-256, whatever the probe saw: every upload is read back.</summary>
    public void TookWrongBytes()
    {
        lock (_lock)
        {
            _tookWrongBytes = true;
            _probing = Task.FromResult(Believed(Known));
        }

        log.StoreReplaced(ProbeDecision.TakesWrongBytes);
    }

    private StoreAbilities Believed(StoreAbilities told) =>
        _tookWrongBytes ? told with { ProvesWhole = false, ProvesParts = false } : told;

    private bool IsDue(Task probing) => probing.Exception?.InnerException is StoreUnfitException
        ? time.GetElapsedTime(_unfitAt) >= UnfitFor
        : probing.IsFaulted || probing.IsCanceled || (probing.IsCompleted && _isCut);

    private async Task<StoreAbilities> ProbeAsync()
    {
        if (IsAws)
            return StoreAbilities.Assumed(options.Value);
        // Several batches may wait for the probe, so none of them cancels it.
        var found = await new ProbeRequests(sender, retry, time, options).RunAsync(CancellationToken.None);
        var verdict = ProbeDecision.Decide(found, options.Value);
        if (verdict.Unfit is { } unfit)
        {
            _unfitAt = time.GetTimestamp();
            throw new StoreUnfitException(unfit);
        }

        if (verdict.Replaced.Count > 0)
            log.StoreReplaced(string.Join(' ', verdict.Replaced));
        // A key may seem mangled because of a passing fault: the next batch probes again.
        _isCut = found.IsCut || found.Mangled != OddKeys.None;
        return Believed(verdict.Abilities);
    }
}

/// <summary>The store lacks an ability that no slower way can replace.</summary>
/// <param name="message">Says what is missing, and what to do.</param>
public sealed class StoreUnfitException(string message) : StoreRefusedException(message);
