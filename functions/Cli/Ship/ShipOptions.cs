namespace Longshore.Cli.Ship;

/// <summary>What <c>longshore ship</c> was asked for.</summary>
internal sealed record ShipOptions
{
    private static readonly string[] Flags = ["--dry-run", "--keep", "--json"];

    /// <summary>Options that stand for a setting, above every other source of it.</summary>
    private static readonly (string Option, string Setting)[] Settings =
    [
        ("--bucket", "S3:Bucket"),
        ("--prefix", "S3:Prefix"),
        ("--region", "AWS_REGION"),
        ("--endpoint", "S3:ServiceUrl"),
        ("--role-arn", "S3:RoleArn"),
        ("--external-id", "S3:ExternalId"),
        ("--min-age", "Schedule:MinAge"),
        ("--include", "Schedule:Include"),
        ("--exclude", "Schedule:Exclude"),
        ("--keep-for", "Cleanup:KeepFor"),
        ("--concurrency", "Sync:Concurrency"),
    ];

    /// <summary>The directory, as given; null if <c>Volume__Root</c> names it.</summary>
    public string? Directory { get; init; }

    /// <summary>Say what would be done and change nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Ship, and delete nothing.</summary>
    public bool Keeps { get; init; }

    public bool IsJson { get; init; }

    /// <summary>Values of options by the name of their setting.</summary>
    public required IReadOnlyDictionary<string, string> Given { get; init; }

    /// <summary>The option that stands for a setting as messages write it, such as <c>S3__Bucket</c>; null if none does.</summary>
    public static string? OptionOf(string setting) =>
        Settings.FirstOrDefault(each => each.Setting.Replace(":", "__", StringComparison.Ordinal) == setting).Option;

    /// <exception cref="UsageException">An argument is wrong.</exception>
    public static ShipOptions Parse(IReadOnlyList<string> arguments)
    {
        var given = VerbArguments.Parse(arguments, Flags, [.. Settings.Select(each => each.Option)], mostWords: 1);
        if (given.Has("--keep") && given["--keep-for"] is not null)
            throw new UsageException("--keep and --keep-for cannot be given together: the first never deletes.");
        return new()
        {
            Directory = given.Words.Count > 0 ? given.Words[0] : null,
            IsDryRun = given.Has("--dry-run"),
            Keeps = given.Has("--keep"),
            IsJson = given.Has("--json"),
            Given = Settings.Where(each => given[each.Option] is not null).ToDictionary(each => each.Setting, each => given[each.Option]!),
        };
    }
}
