namespace Longshore.Volumes;

/// <summary>A file that is being deleted: open, and under a read lease if there is one. Dispose ends the lease.</summary>
/// <param name="Parent">The folder that holds it; not owned.</param>
/// <param name="Name">Its name there, with a NUL at the end.</param>
/// <param name="File">Open for reading; owned.</param>
/// <param name="Opened">The state at the open.</param>
/// <param name="Before">The same, which agrees with the receipt.</param>
internal sealed record Victim(
    VolumePath Path, SafeFileHandle Parent, byte[] Name, SafeFileHandle File, StatxBuffer Opened, FileStat Before) : IDisposable
{
    private bool _mappedWritesMoveTimes;

    public bool IsLeased { get; private set; }

    /// <summary>Whether only the file's bytes can show that it is the one that was shipped.</summary>
    public bool NeedsReread => !IsLeased || !_mappedWritesMoveTimes;

    public WriterState TakeLease()
    {
        var state = WriterLease.Take(File, out _mappedWritesMoveTimes);
        IsLeased = state == WriterState.None;
        return state;
    }

    /// <summary>Whether no writer has come since the lease was taken. True also if there is no lease.</summary>
    public bool IsUndisturbed() => !IsLeased || WriterLease.IsHeld(File);

    /// <summary>
    /// Whether this is the open file. On filesystems with leases, inodes tell files apart at any one moment, even where
    /// <c>Volume:StableInodes</c> is false.
    /// </summary>
    public bool IsThis(in StatxBuffer found) => found.IsSameFile(Opened);

    public void Dispose() => File.Dispose();
}
