namespace Longshore.Cli;

/// <summary>The argument DIRECTORY, and an option for each of some settings. They override all other sources.</summary>
internal sealed class SettingOptions
{
    private static readonly (string Option, string Setting, string Takes, string Description)[] All =
    [
        ("--bucket", "S3:Bucket", "NAME", "S3__Bucket: where the files go"),
        ("--prefix", "S3:Prefix", "FOLDER/", "S3__Prefix: the folder of all keys, such as backup/"),
        ("--region", "AWS_REGION", "NAME", "AWS_REGION: the bucket's region"),
        ("--endpoint", "S3:ServiceUrl", "URL",
            "S3__ServiceUrl and S3__StsUrl of a store that is not AWS, with path-style requests"),
        ("--role-arn", "S3:RoleArn", "ARN", "S3__RoleArn: the role to assume; without one, the AWS SDK's own credentials"),
        ("--external-id", "S3:ExternalId", "ID", "S3__ExternalId of that role"),
        ("--min-age", "Schedule:MinAge", "PT2M", "Schedule__MinAge: least time since the last change of a file, PT2S at least"),
        ("--include", "Schedule:Include", "GLOBS", "Schedule__Include, separated by commas (all)"),
        ("--exclude", "Schedule:Exclude", "GLOBS",
            "Schedule__Exclude, beside *.tmp,*.part,.*,.*/,lost+found/; begin with '!builtin' to drop these"),
        ("--keep-for", "Cleanup:KeepFor", "PT0S", "Cleanup__KeepFor: least age of a file before it is deleted"),
        ("--concurrency", "Sync:Concurrency", "N", "Sync__Concurrency: uploads in flight; 0 adapts to the store (0)"),
    ];

    /// <summary>The options for the store and its role; they set <c>S3__*</c> and <c>AWS_REGION</c>.</summary>
    public static readonly string[] OfStore = ["--bucket", "--prefix", "--region", "--endpoint", "--role-arn", "--external-id"];

    private readonly Argument<string?> _directory;
    private readonly (string Setting, Option<string?> Option)[] _options;

    /// <param name="directory">Describes the argument.</param>
    /// <param name="names">The options of the verb; null for all.</param>
    public SettingOptions(Verb verb, string directory, string[]? names = null)
    {
        _directory = new("DIRECTORY") { Description = directory, Arity = ArgumentArity.ZeroOrOne };
        verb.Arguments.Add(_directory);
        _options = [.. All.Where(each => names?.Contains(each.Option) != false)
            .Select(each => (each.Setting, verb.Value(each.Option, each.Takes, each.Description)))];
    }

    /// <summary>The settings that were given. The directory is an absolute path.</summary>
    public IEnumerable<(string Name, string Value)> Given(ParseResult parsed)
    {
        if (parsed.GetValue(_directory) is { } directory)
            yield return ("Volume:Root", Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        foreach (var (setting, option) in _options.Where(each => parsed.GetValue(each.Option) is not null))
            yield return (setting, parsed.GetValue(option)!);
    }

    /// <summary>Puts the option before a sentence that begins with its setting, such as <c>S3__Bucket</c>.</summary>
    /// <param name="command">The verb; the sentence stays as it is if the verb has no such option.</param>
    public static string WithOption(string message, Command command)
    {
        var setting = message.Split(' ', 2)[0];
        var found = Array.Find(All, each => each.Setting.Replace(":", "__", StringComparison.Ordinal) == setting);
        return command.Options.Any(option => option.Name == found.Option)
            ? $"{found.Option} ({setting}){message[setting.Length..]}" : message;
    }
}
