namespace Longshore.App.Events;

/// <summary>Trash older than twice the deadline was seen on the volume; cleanup settles it.</summary>
public sealed record TrashFound
{
    /// <summary>Trash directories of dead processes, relative to the root.</summary>
    public required string[] Folders { get; init; }

    /// <summary>Files under the hidden names of deletions whose process has died, relative to the root. None if absent.</summary>
    public string[]? Files { get; init; }
}
