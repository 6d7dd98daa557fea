namespace Longshore.Core.Scan;

/// <summary>A file that is not shipped, or not deleted.</summary>
/// <param name="Path">As it stands on the volume; bytes that are no text are escaped.</param>
/// <param name="Outcome">One of <see cref="Outcomes"/>.</param>
/// <param name="Reason">Why; empty where the outcome says it.</param>
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

    /// <summary>S3 holds it, and cleanup did not delete it for a reason.</summary>
    public const string Kept = "kept";

    /// <summary>S3 holds it, and no cleanup has looked at it.</summary>
    public const string NotDeleted = "not-deleted";

    /// <summary>It was ready, and the run ended first.</summary>
    public const string NotShipped = "not-shipped";

    /// <summary>It was not on the volume any more when it was to be uploaded.</summary>
    public const string Missing = "missing";

    public static readonly string[] Outcomes =
        [Unreadable, Unaddressable, Reserved, Failed, NotHandled, Kept, NotDeleted, NotShipped, Deferred, Missing];
}
