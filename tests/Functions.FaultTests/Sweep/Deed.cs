namespace Longshore.FaultTests.Sweep;

/// <summary>What is done at one system call of a run, and under which circumstances.</summary>
/// <param name="Name">What <c>make sweep DEED=name</c> calls it.</param>
/// <param name="Act">What <c>tests/Sweep/sweep.c</c> calls it.</param>
/// <param name="Calls">Which calls are counted: all, file, net, or the name of one.</param>
internal sealed record Deed(string Name, string Act, string Calls = "all")
{
    private static readonly string[] Writes = ["rewrite", "mmap", "truncate", "replace", "append", "create", "hold"];

    /// <summary>The kernel refuses leases, as it does for another user's files.</summary>
    public bool NoLease { get; init; }

    /// <summary>With <c>Volume__StableInodes=false</c>, as on 9p and SMB.</summary>
    public bool UnstableInodes { get; init; }

    /// <summary>With a file that is shipped in parts.</summary>
    public bool Large { get; init; }

    /// <summary>With <c>--bundle-up-to</c>: all small files go into one bundle.</summary>
    public bool Bundled { get; init; }

    /// <summary>Deeds of one kind happen in runs that make the same calls.</summary>
    public (bool NoLease, bool Large, bool Bundled) Kind => (NoLease, Large, Bundled);

    /// <summary>Not the slow ones, and with bundles only those where most is at stake.</summary>
    public bool IsInTheShortSweep => !Large && (!Bundled || Act is "kill" or "rewrite");

    /// <summary>A writer does it.</summary>
    public bool IsWrite => Writes.Contains(Act);

    public static IReadOnlyList<Deed> All { get; } =
    [
        new("kill", "kill"),
        new("kill-no-lease", "kill") { NoLease = true },
        new("kill-large", "kill") { Large = true },
        new("second", "second"),
        new("second-no-lease", "second") { NoLease = true },
        new("eio", "EIO", "file"),
        new("enospc", "ENOSPC", "file"),
        new("eacces", "EACCES", "file"),
        new("estale", "ESTALE", "file"),
        new("eintr", "EINTR", "file"),
        new("emfile", "EMFILE", "file"),
        new("eio-no-lease", "EIO", "file") { NoLease = true },
        new("late-eio", "late-EIO", "file"),
        new("reset", "ECONNRESET", "net"),
        new("time-out", "ETIMEDOUT", "net"),
        new("late-reset", "late-ECONNRESET", "net"),
        new("reset-large", "ECONNRESET", "net") { Large = true },
        .. Writes.Select(act => new Deed(act, act)),
        // A writer that holds a file open and finishes after the last look cannot be seen without a lease: minAge is for that.
        .. Writes.Where(act => act != "hold").Select(act => new Deed($"{act}-no-lease", act) { NoLease = true }),
        new("replace-inodes", "replace") { UnstableInodes = true },
        new("replace-inodes-no-lease", "replace") { UnstableInodes = true, NoLease = true },
        new("rewrite-large", "rewrite") { Large = true },
        new("kill-bundled", "kill") { Bundled = true },
        new("kill-bundled-no-lease", "kill") { Bundled = true, NoLease = true },
        new("second-bundled", "second") { Bundled = true },
        new("eio-bundled", "EIO", "file") { Bundled = true },
        new("late-reset-bundled", "late-ECONNRESET", "net") { Bundled = true },
        .. Writes.Select(act => new Deed($"{act}-bundled", act) { Bundled = true }),
        .. Writes.Where(act => act != "hold").Select(act =>
            new Deed($"{act}-bundled-no-lease", act) { Bundled = true, NoLease = true }),
        // Before the rename: after the re-read nothing can see a store into a mapping that stays.
        new("remap", "remap", "renameat2") { NoLease = true },
    ];

    /// <summary>What a file holds after it.</summary>
    public byte[] Changed(byte[] content) => Act switch
    {
        "append" => [.. content, .. "appended"u8],
        "create" => "created"u8.ToArray(),
        _ => [.. content.Select(each => (byte)(each ^ 0x5a))],
    };
}
