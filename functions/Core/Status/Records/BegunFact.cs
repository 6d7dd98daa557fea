using Longshore.Core.Clean;

namespace Longshore.Core.Status.Records;

/// <summary>
/// A cleanup that has begun and has no outcome: it is at work, or it died, or its outcome could not be written.
/// </summary>
/// <param name="Files">Files that it may have deleted.</param>
/// <param name="Volume"><c>Volume__Name</c>.</param>
public sealed record BegunFact(string Key, string Batch, DateTimeOffset StartedAt, int Files, string Volume)
{
    public static BegunFact Of(string key, BegunCleanup begun) =>
        new(key, begun.Batch, begun.StartedAt, begun.Files.Length, begun.Volume);
}
