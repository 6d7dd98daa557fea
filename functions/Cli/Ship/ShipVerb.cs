using Longshore.Cli.Ship.Display;

namespace Longshore.Cli.Ship;

internal sealed class ShipVerb : Verb
{
    private const string EndOfHelp = """
        Scan to cleanup, once, as in a cluster but in this process, and with the same receipts in the bucket.
        s3://BUCKET/FOLDER says the same as --bucket BUCKET --prefix FOLDER/. A duration is 90s, 2m, 1h30m, 3d or PT2M.
        Every other setting of the functions works as well, as environment variable; options win.
        Progress is live on a terminal and a line every five seconds elsewhere; NO_COLOR is honoured.
        Ctrl-C ends what is in flight, writes the receipts and says what remains; a second one stops at once.

        Examples
          longshore ship /data/export --bucket harbour --region eu-central-1 --dry-run
          longshore ship /data/export s3://harbour/export --keep
          longshore ship /data/export s3://harbour/export --min-age 10m --exclude '*.log'
          find /data/export -type f -name '*.dat' -print0 | longshore ship /data/export s3://harbour/export --files-from - --from0

        Exit codes
          0    everything that was ready is shipped; files that are too young or ignored may be left
          1    something could not be shipped or deleted, or the store could not serve
          2    settings or arguments are wrong, or the directory is not fit
          4    nothing failed, and something is left for another reason than its age: it changed, it is
               open, its name cannot be a key
          130  stopped by Ctrl-C (129 by SIGHUP, 143 by SIGTERM); run it again to go on
        """;

    private readonly Option<bool> _keep;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _json;
    private readonly Option<string?> _filesFrom;
    private readonly Option<bool> _from0;

    public ShipVerb()
        : base("ship", "Ships the files of a directory to S3 and deletes each once S3 has proven to hold it", EndOfHelp)
    {
        Place = new PlaceArguments(this, "What to ship; without it Volume__Root");
        SettingOptions.Add(this);
        _keep = Flag("--keep", "Ship, and delete nothing");
        _dryRun = Flag("--dry-run", "Say what would be shipped and deleted, and change nothing here or in S3", "-n");
        _filesFrom = Value("--files-from", "FILE",
            "Ship only the files that FILE names, one path a line, beneath DIRECTORY; - reads standard input");
        _from0 = Flag("--from0", "The paths of --files-from end in a NUL instead of a line, as find -print0 writes them", "-0");
        _json = Flag("--json", "The outcome as one JSON document on standard output, progress on standard error");
    }

    /// <exception cref="UsageException">Two options do not go together.</exception>
    public ShipOptions Read(ParseResult parsed)
    {
        (string Name, string Value)[] given = [.. Given(parsed)];
        if (parsed.Has(_keep) && Array.Exists(given, static each => each.Name == "Cleanup:KeepFor"))
            throw new UsageException("--keep and --keep-for cannot be given together: the first never deletes.");
        var files = parsed.GetValue(_filesFrom);
        if (parsed.Has(_from0) && files is null)
            throw new UsageException("--from0 says how --files-from is written; give that as well.");
        return new(IsDryRun: parsed.Has(_dryRun), Keeps: parsed.Has(_keep), IsJson: parsed.Has(_json), given)
        {
            Files = files is null ? null : new PathList(files, parsed.Has(_from0)),
        };
    }

    protected override Task<int> RunAsync(ParseResult parsed) => VerbGuard.CatchAsync(parsed, () =>
    {
        var options = Read(parsed);
        var talk = options.IsJson ? Console.Error : Console.Out;
        var display = ShipDisplay.For(
            talk, Screen.IsLive(talk), Screen.NoColor, TimeProvider.System);
        return new ShipHost(options, parsed, display).RunAsync(Console.Out, talk);
    }, ending: " Nothing was shipped.");
}
