namespace Longshore.Store.Probe;

/// <summary>How the store answered one request of the probe. Zero is <em>not told</em>.</summary>
internal enum ProbeAnswer
{
    /// <summary>No usable answer, such as access denied.</summary>
    NotTold = 0,

    /// <summary>It did what was asked.</summary>
    Done,

    /// <summary>It says that the key is taken.</summary>
    Taken,

    /// <summary>It refuses the request itself.</summary>
    Refused,
}

/// <summary>Answers to parallel writes of one fresh key, of which one may succeed.</summary>
internal readonly record struct RaceTally(int Done, int Taken, int Refused, int NotTold)
{
    public int All => Done + Taken + Refused + NotTold;

    public static RaceTally Of(IReadOnlyCollection<ProbeAnswer> answers) => new(
        answers.Count(each => each == ProbeAnswer.Done),
        answers.Count(each => each == ProbeAnswer.Taken),
        answers.Count(each => each == ProbeAnswer.Refused),
        answers.Count(each => each == ProbeAnswer.NotTold));
}

/// <summary>What the listing says of objects that were put before it was asked. Zero is <em>not told</em>.</summary>
internal enum ListingAnswer
{
    NotTold = 0,

    /// <summary>All of them, with their size.</summary>
    Told,

    /// <summary>All of them, and some only after a while.</summary>
    Late,

    /// <summary>Not all of them, or with another size.</summary>
    Wrong,
}

/// <summary>What the probe saw. The default saw nothing.</summary>
internal sealed record ProbeFindings
{
    /// <summary>The store's code where it let nothing be put beneath the probe's folder; null where it did.</summary>
    public string? Denied { get; init; }

    /// <summary>
    /// Whether a request got no answer beyond all retries: what it asked for is in doubt, and another probe may tell.
    /// </summary>
    public bool IsCut { get; init; }

    /// <summary>Conditional PUTs of one key.</summary>
    public RaceTally Puts { get; init; }

    /// <summary>Conditional CompleteMultipartUploads of one key.</summary>
    public RaceTally Completes { get; init; }

    /// <summary>Whether the key of <see cref="Puts"/> is listed afterwards.</summary>
    public bool PutIsListed { get; init; }

    /// <summary>Whether the key of <see cref="Completes"/> is listed afterwards.</summary>
    public bool CompleteIsListed { get; init; }

    /// <summary>A PUT whose SHA-256 is not that of its body.</summary>
    public ProbeAnswer WrongBody { get; init; }

    /// <summary>An UploadPart whose SHA-256 is not that of its body.</summary>
    public ProbeAnswer WrongPart { get; init; }

    /// <summary>Whether the answer to a PUT tells the checksum that was sent.</summary>
    public bool TellsWhole { get; init; }

    /// <summary>Whether the answer to Complete tells the composite of the parts' checksums.</summary>
    public bool TellsComposite { get; init; }

    public ListingAnswer Listing { get; init; }

    /// <summary>Whether listing and PUT tell different ETags of one object.</summary>
    public bool ListsOtherETag { get; init; }

    /// <summary>Whether the listing tells one ETag of two objects that have as many bytes, and others.</summary>
    public bool RepeatsETags { get; init; }

    /// <summary>Kinds of keys that are refused, or that HEAD or the listing does not tell as they were put.</summary>
    public OddKeys Mangled { get; init; }
}
