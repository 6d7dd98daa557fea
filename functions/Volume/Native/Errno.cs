namespace Longshore.Volumes.Native;

/// <summary>Linux error numbers (the same on x64 and arm64) with their names. Source: errno(3).</summary>
internal static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int EAGAIN = 11;
    public const int EACCES = 13;
    public const int EEXIST = 17;
    public const int EXDEV = 18;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int ENOSPC = 28;
    public const int EROFS = 30;
    public const int ENAMETOOLONG = 36;
    public const int ENOSYS = 38;
    public const int ELOOP = 40;
    public const int EOVERFLOW = 75;
    public const int EOPNOTSUPP = 95;
    public const int ESTALE = 116;
    public const int EDQUOT = 122;

    /// <summary>
    /// The meaning in a few words, and the name: <c>permission is denied (EACCES)</c>; <c>errno N</c> if it is not in the table.
    /// </summary>
    public static string Explain(int errno) => $"{Find(errno).Meaning} ({Find(errno).Name})";

    private static (string Name, string Meaning) Find(int errno) => errno switch
    {
        EPERM => ("EPERM", "the operation is not permitted"),
        ENOENT => ("ENOENT", "it does not exist"),
        EINTR => ("EINTR", "the call was interrupted"),
        EIO => ("EIO", "the device reports an input/output error"),
        6 => ("ENXIO", "there is no such device"),
        EAGAIN => ("EAGAIN", "the resource is busy for now"),
        12 => ("ENOMEM", "the kernel is out of memory"),
        EACCES => ("EACCES", "permission is denied"),
        16 => ("EBUSY", "it is in use"),
        EEXIST => ("EEXIST", "the name is taken"),
        EXDEV => ("EXDEV", "it lies on another filesystem"),
        19 => ("ENODEV", "there is no such device"),
        ENOTDIR => ("ENOTDIR", "a component is not a directory"),
        EISDIR => ("EISDIR", "it is a directory"),
        EINVAL => ("EINVAL", "the filesystem does not support the operation"),
        ENFILE => ("ENFILE", "the node has too many open files"),
        EMFILE => ("EMFILE", "the process has too many open files"),
        26 => ("ETXTBSY", "it is a program that is running"),
        ENOSPC => ("ENOSPC", "the volume has no space left"),
        EROFS => ("EROFS", "the volume is mounted read-only"),
        31 => ("EMLINK", "it has too many links"),
        ENAMETOOLONG => ("ENAMETOOLONG", "the name is too long"),
        ENOSYS => ("ENOSYS", "the kernel lacks the call"),
        39 => ("ENOTEMPTY", "the directory is not empty"),
        ELOOP => ("ELOOP", "a component is a symbolic link"),
        EOVERFLOW => ("EOVERFLOW", "it holds more than can be counted"),
        EOPNOTSUPP => ("EOPNOTSUPP", "the filesystem does not support the operation"),
        107 => ("ENOTCONN", "the filesystem's connection is gone"),
        110 => ("ETIMEDOUT", "the filesystem's server does not answer"),
        112 => ("EHOSTDOWN", "the filesystem's server is down"),
        ESTALE => ("ESTALE", "the file server has replaced it"),
        121 => ("EREMOTEIO", "the file server reports an input/output error"),
        EDQUOT => ("EDQUOT", "the quota is used up"),
        _ => ($"errno {errno}", "the operating system refused"),
    };
}
