namespace Longshore.App.Events;

/// <summary>Trash older than twice the deadline was seen on the volume; cleanup settles it.</summary>
public sealed record TrashFound
{
    /// <summary>Trash directories of dead processes, relative to the root.</summary>
    public required string[] Folders { get; init; }

    /// <summary>Files that a dead process has left under hidden names, relative to the root; absent if there are none.</summary>
    public string[]? Files { get; init; }
}
