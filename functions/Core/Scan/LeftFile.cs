namespace Longshore.Core.Scan;

/// <summary>A file that is not shipped, or not deleted.</summary>
/// <param name="Path">As it stands on the volume; bytes that are no text are escaped.</param>
/// <param name="Outcome">One of <see cref="Outcomes"/>.</param>
/// <param name="Reason">Why; empty if the outcome says it.</param>
public sealed record LeftFile(string Path, string Outcome, string Reason)
{
    public const string Unreadable = "unreadable";
    public const string Unaddressable = "unaddressable";
    public const string Reserved = "reserved";
    public const string Deferred = "deferred";

    /// <summary>Sync could not ship it.</summary>
    public const string Failed = "failed";

    /// <summary>Its batch could not be handled.</summary>
    public const string NotHandled = "not-handled";

    /// <summary>S3 holds it, and cleanup had a reason not to delete it.</summary>
    public const string Kept = "kept";

    /// <summary>S3 holds it, and no cleanup has looked at it.</summary>
    public const string NotDeleted = "not-deleted";

    /// <summary>S3 holds it, and no receipt says so.</summary>
    public const string NotRecorded = "not-recorded";

    /// <summary>It was ready, and the run ended first.</summary>
    public const string NotShipped = "not-shipped";

    /// <summary>It was gone from the volume before its upload.</summary>
    public const string Missing = "missing";

    public static readonly string[] Outcomes =
        [Unreadable, Unaddressable, Reserved, Failed, NotHandled, NotRecorded, Kept, NotDeleted, NotShipped, Deferred, Missing];
}

/// <summary>Names the first files of each kind that a scan leaves, as many as an event has room for.</summary>
internal sealed class LeftFiles
{
    /// <summary>Of one kind.</summary>
    private const int MostNamed = 100;

    /// <summary>As JSON; an event holds 64 KiB.</summary>
    private const int MostBytes = 16 << 10;

    private static readonly string[] Order = [LeftFile.Unreadable, LeftFile.Unaddressable, LeftFile.Reserved, LeftFile.Deferred];

    private readonly Dictionary<string, List<LeftFile>> _kinds = Order.ToDictionary(kind => kind, _ => new List<LeftFile>());

    public void Add(LeftFile file)
    {
        if (_kinds[file.Outcome] is { Count: < MostNamed } named)
            named.Add(file);
    }

    /// <summary>Files that need action come first.</summary>
    public IReadOnlyList<LeftFile> Take()
    {
        var taken = new List<LeftFile>();
        var room = MostBytes;
        foreach (var file in Order.SelectMany(kind => _kinds[kind]))
        {
            room -= JsonSerializer.SerializeToUtf8Bytes(file, ScanJson.Default.LeftFile).Length + 1;
            if (room < 0)
                break;
            taken.Add(file);
        }

        return taken;
    }
}
