namespace Longshore.Volumes;

/// <summary>What a scan found.</summary>
public enum ScanEntryKind
{
    /// <summary>A folder or an entry that cannot be read; <see cref="ScanEntry.Problem"/> says why.</summary>
    Failed = 0,

    /// <summary>A regular file with a path that can be named.</summary>
    File,

    /// <summary>A name that is not UTF-8, or a path over 4,095 bytes: it cannot be shipped.</summary>
    Unaddressable,

    /// <summary>A folder all of which the caller leaves out; it was not opened.</summary>
    Excluded,

    /// <summary>A FIFO, a socket or a device.</summary>
    Special,

    SymbolicLink,

    /// <summary>A file under the hidden name of a deletion: on its way out, or left by a process that died.</summary>
    Hidden,
}

/// <summary>One entry of a scan.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">
/// Relative to the root and valid as a cursor, unless there is a problem: then it is for people, and bytes that are not UTF-8
/// stand as <c>\xE9</c>.
/// </param>
/// <param name="Stat">
/// Its state; all zero if the kind is failed. May come from the attribute cache of a network filesystem.
/// </param>
/// <param name="Problem">
/// A sentence for people if the kind is failed, unaddressable or excluded, or the name no cursor; else null.
/// </param>
public readonly record struct ScanEntry(ScanEntryKind Kind, string Path, FileStat Stat, string? Problem);
