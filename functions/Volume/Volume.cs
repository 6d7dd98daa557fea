namespace Longshore.Volumes;

/// <summary>
/// The mounted volume. Each event opens it again, so that a lost or new mount is seen. Safe for concurrent use.
/// </summary>
/// <param name="readiness">Null stands for the built-in ignore rules.</param>
public sealed class Volume(IOptions<VolumeOptions> options, IOptions<ReadinessOptions>? readiness = null)
{
    private readonly VolumeOptions _options = options.Value;
    private readonly GlobSet _excluded = IgnoreRules.Of(readiness?.Value.Exclude ?? "");
    private readonly Rereader _reader = new();

    /// <summary>For tests: overrides what the kernel offers.</summary>
    internal KernelFeatures? Features { get; init; }

    public string Name => _options.Name;

    /// <summary>The least age that a scan or a batch may ask for.</summary>
    public TimeSpan LeastMinAge => _options.LeastMinAge;

    /// <summary>
    /// Whether a path is never shipped and never deleted: Longshore's own folder, the sentinel, and the hidden name of a file
    /// that is being deleted.
    /// </summary>
    public bool IsReserved(string path) => path == _options.Sentinel || VolumeRoot.IsOwn(path) || HiddenName.Ends(path);

    /// <summary>Why a path may neither be shipped nor deleted: one of <see cref="Reasons"/>; null if it may.</summary>
    public string? Bars(string path) => IsReserved(path) ? Reasons.Reserved : _excluded.IsMatch(path) ? Reasons.Excluded : null;

    /// <exception cref="VolumeUnavailableException">The root or the sentinel is missing or cannot be opened.</exception>
    public VolumeRoot Open()
    {
        var directory = Sys.OpenRoot(
            Encoding.UTF8.GetBytes(_options.Root + "\0"), Flags.PathOnly | Flags.Directory, out var errno);
        if (directory is null)
            throw new VolumeUnavailableException(RootProblem(errno));

        var root = new VolumeRoot(directory, Features ?? KernelFeatures.Detect(directory), _options.StableInodes, _reader);
        try
        {
            CheckSentinel(root);
            return root;
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    private string RootProblem(int errno) => errno switch
    {
        Errno.ENOENT =>
            $"Volume__Root holds '{_options.Root}', which does not exist; mount the volume there or set Volume__Root.",
        Errno.ENOTDIR => $"Volume__Root holds '{_options.Root}', which is not a directory; set it to the mounted directory.",
        Errno.EACCES => $"Volume__Root holds '{_options.Root}', which user {Libc.EffectiveUser()} and group "
            + $"{Libc.EffectiveGroup()} may not enter (EACCES); run as the volume's owner or set fsGroup.",
        _ => $"Volume__Root holds '{_options.Root}', which cannot be opened: {Errno.Explain(errno)}; "
            + "check the mount.",
    };

    private void CheckSentinel(VolumeRoot root)
    {
        if (string.IsNullOrEmpty(_options.Sentinel))
            return;
        if (!VolumePath.TryParse(_options.Sentinel, out var sentinel, out var problem))
        {
            throw new VolumeUnavailableException(
                $"Volume__Sentinel holds '{_options.Sentinel}', which {problem}; set a path relative to Volume__Root.");
        }

        FileKind kind;
        try
        {
            kind = root.Stat(sentinel).Kind;
        }
        catch (VolumeFileException e)
        {
            throw new VolumeUnavailableException(
                $"Volume__Sentinel: {e.Message} Make it readable beneath Volume__Root '{_options.Root}'.", e);
        }

        if (kind != FileKind.Regular)
        {
            throw new VolumeUnavailableException(
                $"Volume__Sentinel holds '{sentinel}', which is {(kind == FileKind.Missing ? "missing" : "not a regular file")} "
                + $"beneath Volume__Root '{_options.Root}'; the volume is probably not mounted. Mount it, or create the "
                + "sentinel.");
        }
    }
}
