namespace Longshore.Cli.Ship;

/// <summary>The options of <c>longshore ship</c>.</summary>
internal sealed class ShipArguments
{
    /// <summary>Options that stand for a setting, above every other source of it.</summary>
    public static readonly (string Option, string Setting, string Takes, string Description)[] Settings =
    [
        ("--bucket", "S3:Bucket", "NAME", "S3__Bucket: where the files go"),
        ("--prefix", "S3:Prefix", "FOLDER/", "S3__Prefix: the folder of all keys, such as backup/"),
        ("--region", "AWS_REGION", "NAME", "AWS_REGION: the bucket's region"),
        ("--endpoint", "S3:ServiceUrl", "URL",
            "S3__ServiceUrl and S3__StsUrl of a store that is not AWS, with path-style requests"),
        ("--role-arn", "S3:RoleArn", "ARN", "S3__RoleArn: the role to assume; without one, the AWS SDK's own credentials"),
        ("--external-id", "S3:ExternalId", "ID", "S3__ExternalId of that role"),
        ("--min-age", "Schedule:MinAge", "PT2M", "Schedule__MinAge: how long a file must have been left alone, PT2S at least"),
        ("--include", "Schedule:Include", "GLOBS", "Schedule__Include, divided by commas (all)"),
        ("--exclude", "Schedule:Exclude", "GLOBS",
            "Schedule__Exclude, beside *.tmp,*.part,.*,.*/,lost+found/; '!builtin' as the first takes these away"),
        ("--keep-for", "Cleanup:KeepFor", "PT0S", "Cleanup__KeepFor: shipped files stay until they are so old"),
        ("--concurrency", "Sync:Concurrency", "N", "Sync__Concurrency: uploads in flight; 0 adapts to the store (0)"),
    ];

    private readonly Argument<string?> _directory;
    private readonly (string Setting, Option<string?> Option)[] _settings;
    private readonly Option<bool> _keep;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _json;

    /// <param name="verb">Gets the argument.</param>
    /// <param name="flag">Declares an option without a value: name, description.</param>
    /// <param name="value">Declares one with a value: name, what it takes, description.</param>
    public ShipArguments(Command verb, Func<string, string, Option<bool>> flag, Func<string, string, string,
        Option<string?>> value)
    {
        _directory = new("DIRECTORY") { Description = "What to ship; without it Volume__Root", Arity = ArgumentArity.ZeroOrOne };
        verb.Arguments.Add(_directory);
        _settings = [.. Settings.Select(each => (each.Setting, value(each.Option, each.Takes, each.Description)))];
        _keep = flag("--keep", "Ship, and delete nothing");
        _dryRun = flag("--dry-run", "Say what would be shipped and deleted, and change nothing here or in S3");
        _json = flag("--json", "The outcome as one JSON document on standard output, progress on standard error");
    }

    /// <exception cref="UsageException">Two options do not go together.</exception>
    public ShipOptions Read(ParseResult parsed)
    {
        var given = _settings.Select(each => (each.Setting, Value: parsed.GetValue(each.Option))).Where(static each =>
            each.Value is not null)
            .ToDictionary(static each => each.Setting, static each => each.Value!);
        if (parsed.Has(_keep) && given.ContainsKey("Cleanup:KeepFor"))
            throw new UsageException("--keep and --keep-for cannot be given together: the first never deletes.");
        return new()
        {
            Directory = parsed.GetValue(_directory),
            IsDryRun = parsed.Has(_dryRun),
            Keeps = parsed.Has(_keep),
            IsJson = parsed.Has(_json),
            Given = given,
        };
    }
}
