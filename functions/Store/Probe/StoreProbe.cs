using Longshore.Store.Identity;

namespace Longshore.Store.Probe;

/// <summary>
/// What this process knows of its store. Who ships begins the probe before the first write; from then on every write of the
/// process waits for its end and asks for its verdict. A probe that got no answer is begun again by the next write or batch, one
/// that got only some by the next batch; that a store is unfit holds for some minutes. Nothing of it is kept beyond the process.
/// Safe for concurrent use.
/// </summary>
public sealed class StoreProbe(
    IAmazonS3 s3, ObjectSender sender, StoreCalls calls, TimeProvider time, IOptions<S3Options> options, ILogger<StoreProbe> log)
{
    /// <summary>Each probe leaves two dozen objects; a store does not change its ways between two retries.</summary>
    private static readonly TimeSpan UnfitFor = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Lazy<bool> _isAws = new(() => new BucketEndpoint(s3, options.Value.Bucket).IsAws);
    private volatile Task<StoreAbilities>? _probing;
    private volatile bool _isCut;
    private long _unfitAt;

    /// <summary>Whether the store is AWS itself, whose abilities are known.</summary>
    public bool IsAws => _isAws.Value;

    /// <summary>Where the store is; AWS's own address where no other is set.</summary>
    public Uri Address => new(s3.Config.ServiceURL ?? $"https://s3.{s3.Config.RegionEndpoint.SystemName}.amazonaws.com/");

    /// <summary>What is known now, without a wait. Not for what is to be written.</summary>
    public StoreAbilities Known => _probing is { IsCompletedSuccessfully: true } probed ? probed.Result : Assumed;

    private StoreAbilities Assumed => IsAws ? StoreAbilities.Assumed(options.Value) : StoreAbilities.Unprobed(options.Value);

    /// <summary>
    /// Begins the probe unless it runs, has ended well, or has found the store unfit a short while ago. Puts nothing on AWS.
    /// </summary>
    /// <exception cref="StoreUnfitException">Nothing may be shipped to this store.</exception>
    /// <exception cref="StoreUnavailableException">The store refused or was not there.</exception>
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

    /// <summary>
    /// What a write may rely on: the verdict where a probe was begun, else as little as the settings and AWS allow.
    /// </summary>
    public ValueTask<StoreAbilities> AbilitiesAsync(CancellationToken cancellation) => _probing switch
    {
        null => new(Assumed),
        { IsCompletedSuccessfully: true } probed => new(probed.Result),
        _ => new(BeginAsync().WaitAsync(cancellation)),
    };

    private bool IsDue(Task probing) => probing.Exception?.InnerException is StoreUnfitException
        ? time.GetElapsedTime(_unfitAt) >= UnfitFor
        : probing.IsFaulted || probing.IsCanceled || (probing.IsCompleted && _isCut);

    private async Task<StoreAbilities> ProbeAsync()
    {
        if (IsAws)
            return StoreAbilities.Assumed(options.Value);
        // It belongs to no batch: several wait for it, and none of them ends it.
        var found = await new ProbeRequests(sender, calls, time, options).RunAsync(CancellationToken.None);
        var verdict = ProbeDecision.Decide(found, options.Value);
        if (verdict.Unfit is { } unfit)
        {
            _unfitAt = time.GetTimestamp();
            throw new StoreUnfitException(unfit);
        }

        if (verdict.Replaced.Count > 0)
            log.StoreReplaced(string.Join(' ', verdict.Replaced));
        // A key that was not kept may have met a passing fault: files of its kind wait no longer than for the next batch.
        _isCut = found.IsCut || found.Mangled != OddKeys.None;
        return verdict.Abilities;
    }
}
