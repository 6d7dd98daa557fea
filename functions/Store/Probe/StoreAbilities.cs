namespace Longshore.Store.Probe;

/// <summary>How a store treats <c>If-None-Match: *</c> on a write. Zero is <em>not proven</em>.</summary>
public enum ConditionSupport
{
    /// <summary>The condition is sent, but the key is also looked at before each write.</summary>
    Unproven = 0,

    /// <summary>The store refuses a taken key. No look is needed.</summary>
    Honoured,

    /// <summary>The condition is not sent: the store refuses it or the settings say so. Each key is looked at first.</summary>
    Refused,
}

/// <summary>What writes may rely on. By default nothing.</summary>
public sealed record StoreAbilities
{
    public ConditionSupport OnPut { get; init; }

    public ConditionSupport OnComplete { get; init; }

    /// <summary>Whether a whole object's checksum is the store's own, not only repeated. If not, uploads are read back.</summary>
    public bool ProvesWhole { get; init; }

    /// <summary>The same for the parts of a multipart upload, and so for a composite checksum.</summary>
    public bool ProvesParts { get; init; }

    /// <summary>Kinds of keys that the store refuses or takes for another key.</summary>
    public OddKeys Mangled { get; init; }

    /// <summary>Kinds of keys that the store lists unchanged.</summary>
    public OddKeys Listed { get; init; }

    /// <summary>Whether the caller may not write the objects of the probe, so that nothing is known.</summary>
    public bool IsDenied { get; init; }

    /// <summary>Whether checksums are trusted only because of the settings. Then an ETag or a receipt must agree.</summary>
    public bool IsAssumed { get; init; }

    /// <summary>What the settings say. AWS behaves so.</summary>
    public static StoreAbilities Assumed(S3Options options)
    {
        var condition = options.ConditionalWrites ? ConditionSupport.Honoured : ConditionSupport.Refused;
        return new()
        {
            OnPut = condition,
            OnComplete = condition,
            ProvesWhole = !options.ReadBack,
            ProvesParts = !options.ReadBack,
            Listed = OddKeys.All,
        };
    }

    /// <summary>
    /// The same for a store that was not probed, in a process that writes only Longshore's records: the condition is sent, and
    /// the key is looked at before each write.
    /// </summary>
    public static StoreAbilities Unprobed(S3Options options)
    {
        var condition = options.ConditionalWrites ? ConditionSupport.Unproven : ConditionSupport.Refused;
        return Assumed(options) with { OnPut = condition, OnComplete = condition, Listed = OddKeys.None, IsAssumed = true };
    }

    /// <summary>Whether this checksum from the store proves an object's bytes.</summary>
    /// <param name="checksum">SHA-256 in Base64, composite with <c>-{parts}</c>.</param>
    public bool Proves(string checksum) => checksum.Contains('-', StringComparison.Ordinal) ? ProvesParts : ProvesWhole;
}
