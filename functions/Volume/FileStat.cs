namespace Longshore.Volumes;

public enum FileKind
{
    Missing = 0,
    Regular,
    Directory,
    SymbolicLink,

    /// <summary>A FIFO, a socket or a device. It is never opened.</summary>
    Special,
}

/// <summary>The state of one entry by <c>statx</c>; a symbolic link is not followed. Source: statx(2).</summary>
/// <param name="Kind">What it is. If it is missing, all else is zero.</param>
/// <param name="Fingerprint">Size, times and inode.</param>
/// <param name="Mode">The whole <c>st_mode</c>, type bits included (0100644 for a plain file).</param>
/// <param name="Device">The filesystem's device number, major in the upper and minor in the lower half.</param>
/// <param name="Links">Number of hard links.</param>
/// <param name="Uid">The owner.</param>
/// <param name="Gid">The owner's group.</param>
public readonly record struct FileStat(
    FileKind Kind, Fingerprint Fingerprint, uint Mode, ulong Device, uint Links, uint Uid, uint Gid = 0)
{
    private const uint TypeMask = 0xF000;
    private const uint PermissionMask = 0xFFF;
    private const uint RegularType = 0x8000;
    private const uint DirectoryType = 0x4000;
    private const uint LinkType = 0xA000;

    /// <summary>The mode without the type: <c>0644</c>, with set-user-id, set-group-id and sticky bit.</summary>
    public uint Permissions => Mode & PermissionMask;

    internal static FileStat From(in StatxBuffer found, bool stableInodes) => new(
        KindOf(found.Mode),
        new Fingerprint(
            (long)Math.Min(found.Size, long.MaxValue),
            found.Modified,
            found.Changed,
            stableInodes ? found.Inode : 0),
        found.Mode,
        ((ulong)found.DeviceMajor << 32) | found.DeviceMinor,
        found.Links,
        found.Uid,
        found.Gid);

    public static FileKind KindOf(uint mode) => (mode & TypeMask) switch
    {
        RegularType => FileKind.Regular,
        DirectoryType => FileKind.Directory,
        LinkType => FileKind.SymbolicLink,
        _ => FileKind.Special,
    };
}
