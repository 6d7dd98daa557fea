namespace Longshore.Benchmarks.Clients;

/// <summary>The peers that are here, each with the best flags known for an errand.</summary>
internal static class Peers
{
    /// <summary>Those on PATH, or where RCLONE, S5CMD and AWS say.</summary>
    public static Peer[] Find() =>
    [
        .. new Peer?[]
        {
            Of("rclone", ["version"], Rclone),
            Of("s5cmd", ["version"], S5cmd),
            Of("aws", ["--version"], Aws),
        }.OfType<Peer>(),
    ];

    /// <summary>
    /// rclone with several numbers of transfers, each to a bucket of its own, and what streams a tar into one object, without any
    /// proof of a file there.
    /// </summary>
    public static Peer[] Together(Peer[] found) =>
    [
        .. found.SelectMany(static peer => peer.Name switch
        {
            "rclone" => new[] { 32, 128, 256 }
                .Select(transfers => Copy(peer, transfers))
                .Append(Pipe("tar-rclone-rcat", sink => $"'{peer.Program}' {string.Join(' ', Common(sink))} rcat :s3:")),
            "aws" => [Pipe("tar-aws-cp", sink => $"'{peer.Program}' --endpoint-url {sink} --only-show-errors s3 cp - s3://")],
            "s5cmd" => [Pipe("tar-s5cmd-pipe", sink => $"'{peer.Program}' --endpoint-url {sink} pipe s3://")],
            _ => Array.Empty<Peer>(),
        }),
    ];

    private static Peer Copy(Peer rclone, int transfers)
    {
        var name = $"rclone-{transfers}";
        return new Peer(name, rclone.Program, rclone.VersionArguments, (_, sink) =>
            [.. Common(sink), "copy", Peer.Folder, $":s3:{name}/", "--s3-no-head", $"--transfers={transfers}"]);
    }

    /// <param name="put">What puts its standard input under an address, up to the bucket's name.</param>
    private static Peer Pipe(string name, Func<string, string> put) =>
        new(name, "/bin/sh", ["-c", "tar --version"], (_, sink) =>
            ["-c", $"tar -C '{Peer.Folder}' -cf - . | {put(sink)}{name}/all.tar"]);

    private static string[] Common(string sink) =>
    [
        "--s3-provider=Other", "--s3-list-version=2", "--s3-env-auth", $"--s3-endpoint={sink}", "--s3-force-path-style",
        "--s3-no-check-bucket",
    ];

    /// <summary>
    /// Without <c>--s3-no-check-bucket</c> rclone would create the bucket first. Large files are neither hashed nor compared,
    /// which costs it least: the sink makes no MD5 of parts.
    /// </summary>
    private static string[] Rclone(Errand errand, string sink)
    {
        string[] common = [.. Common(sink), "copy", Peer.Folder, ":s3:rclone/"];
        return errand switch
        {
            Errand.Again => [.. common, "--size-only", "--fast-list"],
            Errand.Large =>
            [
                .. common, "--s3-no-head", "--transfers=4", "--s3-upload-cutoff=16M", "--s3-chunk-size=16M",
                "--s3-upload-concurrency=4",
                "--s3-use-unsigned-payload=true", "--ignore-checksum", "--s3-disable-checksum", "--s3-use-multipart-etag=false",
            ],
            _ => [.. common, "--s3-no-head", "--transfers=32"],
        };
    }

    private static string[] S5cmd(Errand errand, string sink) => errand switch
    {
        Errand.Again => ["--endpoint-url", sink, "--log", "error", "sync", "--size-only", Peer.Folder + "/", "s3://s5cmd/"],
        Errand.Large => ["--endpoint-url", sink, "--log", "error", "cp", "--concurrency", "8", "--part-size", "64",
            Peer.Folder + "/", "s3://s5cmd/"],
        _ => ["--endpoint-url", sink, "--log", "error", "cp", Peer.Folder + "/", "s3://s5cmd/"],
    };

    private static string[] Aws(Errand errand, string sink) => errand switch
    {
        Errand.Again => ["--endpoint-url", sink, "s3", "sync", Peer.Folder, "s3://aws/", "--only-show-errors", "--size-only"],
        Errand.Large => ["--endpoint-url", sink, "s3", "cp", "--recursive", Peer.Folder, "s3://aws/", "--only-show-errors"],
        _ => ["--endpoint-url", sink, "s3", "sync", Peer.Folder, "s3://aws/", "--only-show-errors"],
    };

    private static Peer? Of(string name, string[] version, Func<Errand, string, string[]> flags)
    {
        var program = Environment.GetEnvironmentVariable(name.ToUpperInvariant()) is { Length: > 0 } named
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name))
                .FirstOrDefault(File.Exists);
        return program is null ? null : new Peer(name, program, version, flags);
    }
}
