namespace Longshore.Store.Probe;

/// <summary>How the store answered one request of the probe. Zero is <em>not told</em>.</summary>
internal enum ProbeAnswer
{
    /// <summary>No usable answer, such as access denied.</summary>
    NotTold = 0,

    Done,

    /// <summary>The store says that the key is taken.</summary>
    Taken,

    /// <summary>The store refuses the request itself.</summary>
    Refused,
}

/// <summary>Answers to parallel writes of one new key. Only one write may succeed.</summary>
internal readonly record struct RaceTally(int Done, int Taken, int Refused, int NotTold)
{
    public int All => Done + Taken + Refused + NotTold;

    public bool IsAllTaken => Taken > 0 && Taken == All;

    public static RaceTally Of(IReadOnlyCollection<ProbeAnswer> answers) => new(
        answers.Count(each => each == ProbeAnswer.Done),
        answers.Count(each => each == ProbeAnswer.Taken),
        answers.Count(each => each == ProbeAnswer.Refused),
        answers.Count(each => each == ProbeAnswer.NotTold));
}

/// <summary>What the listing tells of objects that were put before it. Zero is <em>not told</em>.</summary>
internal enum ListingAnswer
{
    NotTold = 0,

    /// <summary>All objects, with their sizes.</summary>
    Told,

    /// <summary>All objects, but some only after a while.</summary>
    Late,

    /// <summary>Not all objects, or with another size.</summary>
    Wrong,
}

/// <summary>What the probe saw. By default nothing.</summary>
internal sealed record ProbeFindings
{
    /// <summary>The store's code if it refused every write of the probe; otherwise null.</summary>
    public string? Denied { get; init; }

    /// <summary>
    /// Whether a request got no answer after all retries, or the fate of a race is not told. Another probe may find out more.
    /// </summary>
    public bool IsCut { get; init; }

    /// <summary>Conditional PUTs of one key.</summary>
    public RaceTally Puts { get; init; }

    /// <summary>Conditional CompleteMultipartUploads of one key.</summary>
    public RaceTally Completes { get; init; }

    /// <summary>If all <see cref="Puts"/> were taken, whether the key is there afterwards; null if not told.</summary>
    public bool? PutIsThere { get; init; }

    /// <summary>If all <see cref="Completes"/> were taken, whether the key is there afterwards; null if not told.</summary>
    public bool? CompleteIsThere { get; init; }

    /// <summary>The answer to a PUT with a wrong SHA-256.</summary>
    public ProbeAnswer WrongBody { get; init; }

    /// <summary>The answer to an UploadPart with a wrong SHA-256.</summary>
    public ProbeAnswer WrongPart { get; init; }

    /// <summary>Whether the answer to a PUT repeats the checksum.</summary>
    public bool TellsWhole { get; init; }

    /// <summary>Whether the answer to CompleteMultipartUpload contains the composite checksum.</summary>
    public bool TellsComposite { get; init; }

    public ListingAnswer Listing { get; init; }

    /// <summary>Whether the listing tells another ETag than the answer to the PUT.</summary>
    public bool ListsOtherETag { get; init; }

    /// <summary>Whether the listing tells the same ETag for two different objects of one size.</summary>
    public bool RepeatsETags { get; init; }

    /// <summary>Kinds of keys that the store refuses, or that HEAD or the listing tells in another form.</summary>
    public OddKeys Mangled { get; init; }
}
