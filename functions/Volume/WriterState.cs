namespace Longshore.Volumes;

/// <summary>Whether some process has a file open for writing.</summary>
public enum WriterState
{
    /// <summary>The filesystem cannot tell, or this process may not ask.</summary>
    Unknown = 0,

    /// <summary>Nobody on this node had it open for writing at that moment.</summary>
    None,

    Open,
}
