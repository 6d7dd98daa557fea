namespace Longshore.Volumes;

/// <summary>
/// A file on its way out, held open, under a read lease where one can be had. The lease ends when it is disposed of.
/// </summary>
/// <param name="path">Its path on the volume.</param>
/// <param name="parent">The folder that holds it; not owned.</param>
/// <param name="name">Its name there, NUL-terminated.</param>
/// <param name="file">Open for reading; owned.</param>
/// <param name="opened">What was opened.</param>
/// <param name="before">The same, which agrees with the receipt.</param>
internal sealed class Victim(
    VolumePath path, SafeFileHandle parent, byte[] name, SafeFileHandle file, StatxBuffer opened, FileStat before) : IDisposable
{
    private bool _mappedWritesMoveTimes;

    public VolumePath Path { get; } = path;

    public SafeFileHandle Parent { get; } = parent;

    public byte[] Name { get; } = name;

    public SafeFileHandle File { get; } = file;

    public FileStat Before { get; } = before;

    public bool IsLeased { get; private set; }

    /// <summary>Whether nothing but its bytes can tell that the file is the one that was shipped.</summary>
    public bool IsOnlyToldByItsBytes => !IsLeased || !_mappedWritesMoveTimes;

    /// <returns>Whether a writer has the file open or mapped.</returns>
    public WriterState TakeLease()
    {
        var state = WriterLease.Take(File, out _mappedWritesMoveTimes);
        IsLeased = state == WriterState.None;
        return state;
    }

    /// <summary>Whether no writer has come since the lease was taken. True also where none could be had.</summary>
    public bool IsUndisturbed() => !IsLeased || WriterLease.IsHeld(File);

    /// <summary>
    /// Whether what was looked at is the open file. Filesystems with leases have inodes that tell files apart at any one moment,
    /// whatever <c>Volume:StableInodes</c> says of later ones.
    /// </summary>
    public bool IsThis(in StatxBuffer found) =>
        found.Inode == opened.Inode && found.DeviceMajor == opened.DeviceMajor && found.DeviceMinor == opened.DeviceMinor;

    public void Dispose() => File.Dispose();
}
