namespace Longshore.Core.Scan;

/// <summary>The files that one scan looks at, by its request and the settings.</summary>
/// <param name="Prefix">Paths start with it; null is all.</param>
/// <param name="After">Paths sort after it; null is from the start.</param>
/// <param name="Include">A file must match.</param>
/// <param name="Ignore">The settings' rules; a file that matches is skipped.</param>
/// <param name="Exclude">The request's rules, in addition.</param>
/// <param name="MinAge">How long a file must be unchanged.</param>
public sealed record ScanScope(string? Prefix, string? After, GlobSet Include, GlobSet Ignore, GlobSet Exclude, TimeSpan MinAge)
{
    /// <summary>Look at these files alone, in the order of their paths; null walks the volume.</summary>
    public IReadOnlyList<VolumePath>? Paths { get; init; }

    /// <param name="leastMinAge"><see cref="VolumeOptions.LeastMinAge"/>.</param>
    /// <exception cref="InvalidWorkException">A glob, the prefix, the cursor or the age is not valid.</exception>
    public static ScanScope Of(ScanRequested request, ReadinessOptions options, TimeSpan leastMinAge)
    {
        if (LeastMinAgeCheck.Problem(request.MinAge, leastMinAge) is { } problem)
            throw new InvalidWorkException(problem);
        CheckPrefix("prefix", request.Prefix);
        CheckPrefix("after", request.After);
        return new ScanScope(
            request.Prefix is "" ? null : request.Prefix,
            request.After is "" ? null : request.After,
            request.Include is { Length: > 0 } include ? Globs("include", include)
                : GlobSet.Parse(GlobList.Split(options.Include)),
            IgnoreRules.Of(options.Exclude),
            Globs("exclude", request.Exclude ?? []),
            request.MinAge ?? options.MinAge);
    }

    /// <summary>What is there of these files, in the order of the paths.</summary>
    /// <exception cref="VolumeUnavailableException">The root cannot be read.</exception>
    public IEnumerable<ScanEntry> Entries(VolumeRoot root)
    {
        if (Paths is null)
            return root.Scan(Prefix, After, SkipsFolder);
        var isCut = VolumePath.TryParse(After, out var after, out _);
        return root.Scan(Paths.SkipWhile(path => isCut && path.CompareTo(after) <= 0));
    }

    public bool Skips(string path) => !Include.IsMatch(path) || Ignore.IsMatch(path) || Exclude.IsMatch(path);

    /// <summary>Whether <see cref="Skips"/> is true for every path beneath a folder, so that it need not be opened.</summary>
    public bool SkipsFolder(string folder) => !Include.Reaches(folder) || Ignore.Covers(folder) || Exclude.Covers(folder);

    private static void CheckPrefix(string name, string? text)
    {
        if (text is not null && (text.StartsWith('/') || text.Split('/').Contains("..")))
            throw new InvalidWorkException(
                $"The data's '{name}' is '{text}'; it must be relative to the volume's root and without '..'.");
    }

    private static GlobSet Globs(string name, string[] patterns)
    {
        if (patterns.Contains(IgnoreRules.NotBuiltIn))
            throw new InvalidWorkException(
                $"The data's '{name}' holds '{IgnoreRules.NotBuiltIn}'; only Schedule__Exclude may take the built-in "
                + "rules away.");
        try
        {
            return GlobSet.Parse(patterns);
        }
        catch (FormatException e)
        {
            throw new InvalidWorkException($"The data's '{name}' holds a glob that cannot be read: {e.Message}", e);
        }
    }
}
