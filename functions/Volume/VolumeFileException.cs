namespace Longshore.Volumes;

/// <summary>
/// One file or folder cannot be used; the rest of the volume can. Whether it passes depends on the error: a permission
/// stays until someone changes it, an input/output error may not.
/// </summary>
/// <param name="path">The path relative to the volume's root.</param>
/// <param name="errnoName">The operating system's name of the error, such as <c>EACCES</c>.</param>
/// <param name="reason">One of <see cref="Reasons"/>.</param>
/// <param name="sentence">What could not be done and why.</param>
public sealed class VolumeFileException(string path, string errnoName, string reason, string sentence) : Exception(sentence)
{
    public string Path { get; } = path;

    public string ErrnoName { get; } = errnoName;

    public string Reason { get; } = reason;

    /// <param name="path">The path relative to the volume's root.</param>
    /// <param name="verb">What was tried, as a participle: <c>opened</c>.</param>
    /// <param name="errno">Why it failed.</param>
    public static VolumeFileException For(string path, string verb, int errno) =>
        new(path, Errno.Name(errno), ReasonOf(errno),
            $"'{path}' cannot be {verb}: {Errno.Meaning(errno)} ({Errno.Name(errno)}).");

    public static VolumeFileException NotRegular(string path, FileKind kind) => kind switch
    {
        FileKind.SymbolicLink => NotRegular(path, "ELOOP", "is or lies behind a symbolic link"),
        FileKind.Directory => NotRegular(path, "EISDIR", "is a directory"),
        _ => NotRegular(path, "ENXIO", "is a FIFO, a socket or a device"),
    };

    public static string ReasonOf(int errno) => errno switch
    {
        Errno.EACCES or Errno.EPERM => Reasons.PermissionDenied,
        Errno.EROFS => Reasons.ReadOnlyVolume,
        Errno.ENOSPC or Errno.EDQUOT => Reasons.NoSpace,
        Errno.EMFILE or Errno.ENFILE => Reasons.TooManyOpenFiles,
        Errno.EXDEV => Reasons.OtherFilesystem,
        Errno.ELOOP or Errno.EISDIR => Reasons.NotARegularFile,
        _ => Reasons.VolumeError,
    };

    private static VolumeFileException NotRegular(string path, string errnoName, string what) =>
        new(path, errnoName, Reasons.NotARegularFile, $"'{path}' {what}, not a regular file.");
}
