namespace Longshore.Volumes;

public enum ScanEntryKind
{
    /// <summary>A folder or an entry that cannot be read; <see cref="ScanEntry.Problem"/> says why.</summary>
    Failed = 0,

    /// <summary>A regular file that can be shipped.</summary>
    File,

    /// <summary>A name that is not UTF-8, or a path over 4,095 bytes: it cannot be shipped.</summary>
    Unaddressable,

    /// <summary>A folder that the caller leaves out with everything in it; it was not opened.</summary>
    Excluded,

    /// <summary>A FIFO, a socket or a device.</summary>
    Special,

    SymbolicLink,

    /// <summary>A file under the hidden name of a deletion: it is being deleted, or a dead process left it.</summary>
    Hidden,
}

/// <param name="Kind">What it is.</param>
/// <param name="Path">
/// Relative to the root and valid as a cursor. If there is a problem, it is only for people, and a byte that is not UTF-8 is
/// written as <c>\xE9</c>.
/// </param>
/// <param name="Stat">Its state, possibly from the cache of a network filesystem; all zero if the kind is failed.</param>
/// <param name="Problem">A sentence if the kind is failed, unaddressable or excluded, or the path no cursor; else null.</param>
public readonly record struct ScanEntry(ScanEntryKind Kind, string Path, FileStat Stat, string? Problem);
