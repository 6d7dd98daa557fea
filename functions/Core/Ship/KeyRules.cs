using Longshore.Store.Probe;

namespace Longshore.Core.Ship;

/// <summary>Computes a file's key, or the reason why the file cannot be shipped under it.</summary>
public sealed class KeyRules(KeyTemplate keys, StateKeys state, StoreProbe probe, IOptions<SyncOptions> options)
{
    /// <summary>A part is held in memory. Larger ones (files over 625 GiB) need <c>Sync:PartBytes</c>.</summary>
    private const long LargestPart = 64L << 20;

    /// <returns>The key, and a reason from <see cref="Reasons"/> or null.</returns>
    public async ValueTask<(string Key, string? Problem)> KeyOfAsync(
        VolumePath path, Fingerprint fingerprint, CancellationToken abort)
    {
        var key = keys.KeyOf(path.Value, fingerprint.Modified);
        return (key, await ProblemAsync(key, fingerprint.Size, abort));
    }

    /// <returns>Why no object of this size can be put under the key, or null.</returns>
    public async ValueTask<string?> ProblemAsync(string key, long size, CancellationToken abort)
    {
        if (state.IsReserved(key))
            return Reasons.KeyReserved;
        if (!KeyTemplate.Fits(key))
            return Reasons.KeyTooLong;
        if (OddKey.KindsOf(key) is not OddKeys.None and var kinds && ((await probe.AbilitiesAsync(abort)).Mangled & kinds) != 0)
            return Reasons.KeyNotKept;
        return PartPlan.For(Math.Max(1, size), options.Value.PartBytes).PartBytes > Math.Max(LargestPart, options.Value.PartBytes)
            ? Reasons.TooLarge
            : null;
    }
}
