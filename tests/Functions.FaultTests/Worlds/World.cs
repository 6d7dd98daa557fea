using Longshore.Core.Ship;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.S3.Faults;
using Longshore.Stage;

namespace Longshore.FaultTests.Worlds;

/// <summary>What is odd about a file's name.</summary>
internal enum NameKind
{
    Plain,
    Spaces,
    UrlSyntax,
    Quotes,
    Newline,
    Control,
    LeadingDash,
    Dotted,
    Composed,
    Decomposed,
    LongestComponent,
    KeyTooLong,
    Reserved,
    Temporary,
}

internal enum ActKind
{
    Create,
    Rewrite,

    /// <summary>The same size, and an mtime in the past.</summary>
    RewriteUnseen,
    Append,
    Truncate,
    Rename,
    Remove,

    /// <summary>A link to a secret outside takes the file's place for a moment, then the file returns.</summary>
    SwapFile,

    /// <summary>The same with the whole folder and one outside that holds files of the same names.</summary>
    SwapFolder,

    /// <summary>Half is written, the file stays open, the other half follows.</summary>
    HoldOpen,
    HardLink,
}

internal enum VolumeFaultKind
{
    FileDenied,
    FolderDenied,
    FolderReadOnly,
    RootReadOnly,
    TrashBlocked,
    NotMounted,
}

internal sealed record FileSpec(NameKind Name, int Folder, int Size);

/// <param name="Pause">Before it, in microseconds.</param>
/// <param name="File">Which of the world's files; counted round.</param>
internal sealed record WriterAct(ActKind Kind, int Pause, int File, int Size);

/// <param name="After">Milliseconds from the start.</param>
/// <param name="For">Milliseconds.</param>
/// <param name="File">Which of the world's files, or whose folder.</param>
internal sealed record VolumeFault(VolumeFaultKind Kind, int After, int For, int File);

/// <summary>Everything that a seed draws.</summary>
internal sealed record World(
    FileSpec[] Files, WriterAct[] Acts, Fault[] StoreFaults, EventFault[] EventFaults, VolumeFault[] VolumeFaults,
    ConflictPolicy Conflict, int BatchFiles, int Scans, bool Dotfiles, bool RemoveEmptyDirectories)
{
    /// <summary>Room for the files in an event; the files of a batch with more are a list. Null is the product's own.</summary>
    public int? EventBytes { get; init; }

    /// <summary>Largest file that goes into a bundle; 0 makes none.</summary>
    public int BundleUpTo { get; init; }

    public int Faults => StoreFaults.Length + EventFaults.Length + VolumeFaults.Length;
}
