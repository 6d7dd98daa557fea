using Amazon.S3;
using Longshore.Storage.HotPath;
using Longshore.Storage.Identity;
using Longshore.Storage.Objects;
using Longshore.Telemetry;
using Microsoft.Extensions.Options;

namespace Longshore.Storage.Probe;

/// <summary>
/// What this process knows of its store. Who ships begins the probe before the first write; from then on every write of the process waits
/// for its end and asks for its verdict. A probe that failed or was cut is begun again by the next batch. Nothing of it is kept beyond the
/// process. Safe for concurrent use.
/// </summary>
internal sealed class StoreProbe(
    IAmazonS3 s3, ObjectSender sender, StoreCalls calls, StateKeys keys, TimeProvider time, IOptions<S3Options> options, ILogger<StoreProbe> log)
{
    private readonly Lock _lock = new();
    private readonly StoreAbilities _assumed = StoreAbilities.Assumed(options.Value);
    private volatile Task<StoreAbilities>? _probing;
    private volatile bool _isCut;

    /// <summary>Begins the probe unless it runs or has ended well. Puts nothing on AWS, whose abilities are known.</summary>
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

    /// <summary>What may be relied on now: what the settings say where no probe was begun.</summary>
    public ValueTask<StoreAbilities> AbilitiesAsync(CancellationToken cancellation) => _probing switch
    {
        null => new(_assumed),
        { IsCompletedSuccessfully: true } probed => new(probed.Result),
        _ => new(BeginAsync().WaitAsync(cancellation)),
    };

    private bool IsDue(Task probing) => probing.IsFaulted || probing.IsCanceled || (probing.IsCompleted && _isCut);

    private async Task<StoreAbilities> ProbeAsync()
    {
        if (new BucketEndpoint(s3, options.Value.Bucket).IsAws)
            return _assumed;
        // It belongs to no batch: several wait for it, and none of them ends it.
        var found = await new ProbeRequests(sender, calls, keys, time, options).RunAsync(CancellationToken.None).ConfigureAwait(false);
        var verdict = ProbeDecision.Decide(found, options.Value);
        if (verdict.Unfit is { } unfit)
            throw new StoreUnfitException(unfit);
        if (verdict.Replaced.Count > 0)
            log.StoreReplaced(string.Join(' ', verdict.Replaced));
        _isCut = found.IsCut;
        return verdict.Abilities;
    }
}
