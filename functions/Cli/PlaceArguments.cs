namespace Longshore.Cli;

/// <summary>
/// The arguments DIRECTORY and <c>s3://BUCKET/FOLDER</c>, in this order. The second says as much as --bucket and --prefix.
/// </summary>
internal sealed class PlaceArguments
{
    private const string Scheme = "s3://";

    private readonly Verb _verb;
    private readonly Argument<string?> _directory;
    private readonly Argument<string?> _target = new("s3://BUCKET/FOLDER")
    {
        Description = "The same as --bucket BUCKET --prefix FOLDER/",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <param name="directory">Describes the first argument.</param>
    public PlaceArguments(Verb verb, string directory)
    {
        _verb = verb;
        _directory = new("DIRECTORY") { Description = directory, Arity = ArgumentArity.ZeroOrOne };
        verb.Arguments.Add(_directory);
        verb.Arguments.Add(_target);
    }

    /// <summary>The settings that were given. The directory is an absolute path.</summary>
    /// <exception cref="UsageException">An argument is empty, too many, in the wrong order or contradicts an option.</exception>
    public IEnumerable<(string Name, string Value)> Given(ParseResult parsed)
    {
        var words = Words(parsed);
        // Other tools would copy from S3 to the directory.
        if (words is [var first, var last] && IsTarget(first) && !IsTarget(last))
            throw new UsageException($"'{first}' comes before the directory. The directory is the first argument, because "
                + $"{_verb.Name} is for files that go from '{last}' to S3. It downloads nothing; aws s3 sync does.");
        if (words.Contains(""))
            throw new UsageException($"DIRECTORY is empty; name the directory to {_verb.Name}.");
        var targets = words.Where(IsTarget).ToArray();
        var directories = words.Except(targets).ToArray();
        if (directories is [_, var second, ..])
            throw new UsageException($"'{second}' is a second directory; {_verb.Name} takes one."
                + (Directory.Exists(second)
                    ? "" : " A place in S3 is written as s3://BUCKET/FOLDER, and an option begins with --."));
        if (targets is [_, var other, ..])
            throw new UsageException($"'{other}' is a second place in S3; {_verb.Name} takes one.");
        if (directories is [var directory])
            yield return ("Volume:Root", Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        if (targets is [var target])
            foreach (var setting in Parts(target, parsed))
                yield return setting;
    }

    /// <summary>The message with the names of these arguments in place of the settings that they gave.</summary>
    public string NamesIn(string message, ParseResult parsed)
    {
        var words = Words(parsed);
        if (Array.Exists(words, word => !IsTarget(word)))
            message = OptionNames.Replace(message, "Volume__Root", "DIRECTORY");
        return Array.Find(words, IsTarget) is not { } target
            ? message
            : OptionNames.Replace(OptionNames.Replace(message, "S3__Bucket", $"the bucket of {target}"),
                "S3__Prefix", $"the folder of {target}");
    }

    private (string Name, string Value)[] Parts(string target, ParseResult parsed)
    {
        if (_verb.Settings.FirstOrDefault(each => each.Setting is "S3__Bucket" or "S3__Prefix"
            && parsed.GetResult(each.Option) is { Implicit: false }) is { Option: { } option })
            throw new UsageException($"'{target}' and {option.Name} both say where the files go; give one of them.");
        var bucket = BucketOf(target);
        var rest = target[(Scheme.Length + bucket.Length)..];
        var folder = rest.Length > 0 ? rest[1..] : "";
        if (bucket.Length == 0)
            throw new UsageException($"'{target}' names no bucket; write s3://BUCKET/FOLDER.");
        return [("S3:Bucket", bucket), ("S3:Prefix", folder.Length == 0 || folder.EndsWith('/') ? folder : folder + '/')];
    }

    private string[] Words(ParseResult parsed) =>
        [.. new[] { parsed.GetValue(_directory), parsed.GetValue(_target) }.OfType<string>()];

    /// <summary>The bucket of a place in S3; empty if it names none.</summary>
    public static string BucketOf(string target) => target[Scheme.Length..].Split('/')[0];

    public static bool IsTarget(string word) => word.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
}
