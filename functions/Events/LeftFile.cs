namespace Longshore.Events;

/// <summary>A file that is not shipped, or not deleted.</summary>
/// <param name="Path">As it stands on the volume; bytes that are no text are escaped.</param>
/// <param name="Outcome">Such as <see cref="Unreadable"/>, or an outcome of sync or cleanup.</param>
/// <param name="Reason">Why; empty where the outcome says it.</param>
internal sealed record LeftFile(string Path, string Outcome, string Reason)
{
    public const string Unreadable = "unreadable";
    public const string Unaddressable = "unaddressable";
    public const string Reserved = "reserved";
    public const string Deferred = "deferred";
}
