using Longshore.Sandbox.Writer;

namespace Longshore.Sandbox.Demo;

/// <summary><c>write</c>: the sample writer.</summary>
internal static class WriteCommand
{
    public const string Help = """
        write: writes files as a camera does: in a folder per hour, under a temporary name, renamed when complete.

          --root DIR           the volume's directory, which exists
          --files N            default 5000
          --bytes N            of each file; default 13312
          --per-folder N       default 5000; more files go into the hours before
          --seed N             the same seed gives the same bytes; default 1
          --manifest FILE      gets a JSON line per file with its path, SHA-256 and size
          --post none|scan|batch   when all is written and has been left alone for --min-age: one scan.requested per folder,
                               or batch.ready events that name every file; default none
          --sink URL           where to post; default: K_SINK
          --min-age DURATION   ISO 8601, at least PT2S; default PT2S
        """;

    /// <returns>0 if everything was written, and posted with a 2xx answer.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellation)
    {
        var arguments = new Arguments(words, "--root", "--files", "--bytes", "--per-folder", "--seed", "--manifest", "--post",
            "--sink", "--min-age");
        var post = arguments.OneOf("--post", "none", "scan", "batch");
        var minAge = arguments.Duration("--min-age", TimeSpan.FromSeconds(2));
        var sink = post == "none" ? null : Sinks.Of(arguments);
        var options = new WriterOptions
        {
            Root = arguments.Required("--root"),
            Files = arguments.Whole("--files", 5000, 1, 10_000_000),
            Bytes = arguments.Whole("--bytes", 13312, 0, int.MaxValue),
            FilesPerFolder = arguments.Whole("--per-folder", 5000, 1, 10_000_000),
            Seed = (ulong)arguments.Whole("--seed", 1, 0, int.MaxValue),
            Hour = TimeProvider.System.GetUtcNow(),
        };
        if (!Directory.Exists(options.Root))
            throw new UsageException($"--root holds {options.Root}, which is no directory; name the volume's.");
        IReadOnlyList<WrittenFile> files;
        using (var manifest = arguments.Text("--manifest") is { } path ? new WrittenManifest(path) : null)
            files = await new SampleWriter(options).WriteAsync(manifest, cancellation);
        output.WriteLine($"{files.Count} files of {options.Bytes} bytes, {files[0].Path} to {files[^1].Path}");
        if (sink is null)
            return 0;
        await Task.Delay(minAge + TimeSpan.FromMilliseconds(100), cancellation);
        var events = post == "scan" ? WriterEvents.ScanRequests(files, minAge) : WriterEvents.Batches(files, minAge);
        return await Sinks.PostAllAsync(sink, events, output, cancellation);
    }
}
