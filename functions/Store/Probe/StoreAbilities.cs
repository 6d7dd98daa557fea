namespace Longshore.Store.Probe;

/// <summary>What a store makes of <c>If-None-Match: *</c> on a write. Zero is <em>not proven</em>.</summary>
public enum ConditionSupport
{
    /// <summary>It is sent, and nothing relies on it: the key is looked at before each write.</summary>
    Unproven = 0,

    /// <summary>A taken key is refused. Nothing else keeps two writers apart.</summary>
    Honoured,

    /// <summary>
    /// It is not sent, since the store refuses it or the settings say so; the key is looked at before each write.
    /// </summary>
    Refused,
}

/// <summary>What the put path may rely on. The default relies on nothing.</summary>
public sealed record StoreAbilities
{
    public ConditionSupport OnPut { get; init; }

    public ConditionSupport OnComplete { get; init; }

    /// <summary>
    /// Whether a whole object's checksum is the store's own, and not what was sent: else an upload is read back.
    /// </summary>
    public bool ProvesWhole { get; init; }

    /// <summary>The same of the parts of a multipart upload, and so of a composite checksum.</summary>
    public bool ProvesParts { get; init; }

    /// <summary>Kinds of keys that the store refuses or takes for another key.</summary>
    public OddKeys Mangled { get; init; }

    /// <summary>Kinds of keys that the store lists as they are.</summary>
    public OddKeys Listed { get; init; }

    /// <summary>
    /// Whether the checksums are believed only because the settings say so: enough where an ETag or the store's own record
    /// agrees.
    /// </summary>
    public bool IsAssumed { get; init; }

    /// <summary>What the settings say: AWS keeps to it.</summary>
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
    /// The same of a store that was not probed, by a process that puts nothing but records of its own: the condition is sent, and
    /// the key is looked at before all the same.
    /// </summary>
    public static StoreAbilities Unprobed(S3Options options)
    {
        var condition = options.ConditionalWrites ? ConditionSupport.Unproven : ConditionSupport.Refused;
        return Assumed(options) with { OnPut = condition, OnComplete = condition, Listed = OddKeys.None, IsAssumed = true };
    }

    /// <summary>Whether a checksum that the store tells proves an object's bytes.</summary>
    /// <param name="checksum">SHA-256 in Base64, composite with <c>-{parts}</c>.</param>
    public bool Proves(string checksum) => checksum.Contains('-', StringComparison.Ordinal) ? ProvesParts : ProvesWhole;
}
