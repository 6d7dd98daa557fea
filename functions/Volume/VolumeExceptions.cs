namespace Longshore.Volumes;

/// <summary>
/// One file or folder cannot be used; the rest of the volume can. Temporary or permanent, by the error: a missing permission
/// stays until an operator changes it, an input/output error may end.
/// </summary>
/// <param name="path">The path relative to the volume's root.</param>
/// <param name="reason">One of <see cref="Reasons"/>.</param>
/// <param name="sentence">What could not be done and why.</param>
public sealed class VolumeFileException(string path, string reason, string sentence) : Exception(sentence)
{
    public string Path { get; } = path;

    public string Reason { get; } = reason;

    /// <param name="verb">What was tried, as a participle: <c>opened</c>.</param>
    public static VolumeFileException For(string path, string verb, int errno) =>
        new(path, ReasonOf(errno), $"'{path}' cannot be {verb}: {Errno.Explain(errno)}.");

    public static VolumeFileException NotRegular(string path, FileKind kind)
    {
        var what = kind switch
        {
            FileKind.SymbolicLink => "is or lies behind a symbolic link",
            FileKind.Directory => "is a directory",
            _ => "is a FIFO, a socket or a device",
        };
        return new(path, Reasons.NotARegularFile, $"'{path}' {what}, not a regular file.");
    }

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
}

/// <summary>
/// The volume is absent, is not a directory, lacks its sentinel or cannot be read. Temporary: the event is retried.
/// </summary>
/// <param name="message">Names the setting, the path, and what to do.</param>
/// <param name="inner">The operating system's error, where there is one.</param>
public sealed class VolumeUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
