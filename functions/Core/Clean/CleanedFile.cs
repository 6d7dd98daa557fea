namespace Longshore.Core.Clean;

/// <summary>One shipped file and the decision on it.</summary>
public sealed record CleanedFile(ReceiptEntry Entry, DeleteVerdict Verdict, string Reason)
{
    /// <summary>The entry's path; set if the verdict is <see cref="DeleteVerdict.Delete"/>.</summary>
    public VolumePath Path { get; init; }

    /// <summary>What the file's bytes must hash to before it is deleted.</summary>
    public ContentProof Content { get; init; }
}
