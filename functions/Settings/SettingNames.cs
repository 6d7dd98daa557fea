namespace Longshore.Settings;

/// <summary>Finds misspelt names of settings, which would otherwise be ignored silently.</summary>
public static class SettingNames
{
    /// <summary>Sections whose names few other programs use in capitals.</summary>
    private static readonly string[] OwnWords = ["Schedule", "Sync", "Cleanup"];

    /// <summary>The same, and a section whose name many other programs use in capitals, such as <c>S3_BUCKET</c>.</summary>
    private static readonly string[] SharedWords = [.. OwnWords, "S3"];

    /// <summary>Names that people know from other tools, in capital letters alone, and the names that are meant.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.Ordinal)
    {
        ["S3ENDPOINT"] = "S3__ServiceUrl",
        ["S3ENDPOINTURL"] = "S3__ServiceUrl",
        ["S3URL"] = "S3__ServiceUrl",
        ["S3REGION"] = "AWS_REGION",
        ["S3ACCESSKEY"] = "AWS_ACCESS_KEY_ID",
        ["S3ACCESSKEYID"] = "AWS_ACCESS_KEY_ID",
        ["S3SECRETKEY"] = "AWS_SECRET_ACCESS_KEY",
        ["S3SECRETACCESSKEY"] = "AWS_SECRET_ACCESS_KEY",
        ["S3PATHSTYLE"] = "S3__ForcePathStyle",
        ["S3USEPATHSTYLE"] = "S3__ForcePathStyle",
        ["SYNCPARALLELISM"] = "Sync__Concurrency",
        ["SYNCTHREADS"] = "Sync__Concurrency",
        ["SYNCWORKERS"] = "Sync__Concurrency",
        ["VOLUMEPATH"] = "Volume__Root",
        ["VOLUMEDIRECTORY"] = "Volume__Root",
        ["AWSENDPOINT"] = "AWS_ENDPOINT_URL",
        ["AWSS3ENDPOINT"] = "AWS_ENDPOINT_URL_S3",
    };

    /// <summary>A sentence for each name of a section that is no setting of it.</summary>
    /// <param name="known">The settings of the section.</param>
    public static IEnumerable<string> Unknown(IConfigurationSection section, IReadOnlyList<Setting> known)
    {
        string[] names = [.. known.Select(static each => each.Name)];
        foreach (var child in section.GetChildren())
        {
            if (names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                continue;
            var name = $"{section.Key}__{child.Key}";
            yield return $"{name} is not a setting; "
                + (Synonyms.GetValueOrDefault(Letters(name)) is { } meant ? $"use {meant}."
                    : NearestName.Close(child.Key, names) is { } near ? $"the nearest is {section.Key}__{near}."
                    : $"{section.Key} takes {string.Join(", ", names)}.");
        }
    }

    /// <summary>
    /// A sentence for each section that has a value of its own, and for each name in no section that looks like a setting, such
    /// as <c>Syn__Concurrency</c> or <c>S3_Bucket</c>. Other programs have variables too, such as <c>VOLUME_NAME</c>. A name in
    /// capitals therefore counts only if its letters are those of a setting of <see cref="OwnWords"/>, and that setting has no
    /// value.
    /// </summary>
    /// <param name="known">The settings of all functions.</param>
    public static IEnumerable<string> Near(IConfiguration configuration, IReadOnlyCollection<SectionSettings> known)
    {
        foreach (var section in known.DistinctBy(static each => each.Section))
        {
            // A variable of the same name, such as HOST, belongs to another program.
            if (configuration[section.Section] is { Length: > 0 } value && !IsVariable(section.Section))
                yield return $"{section.Section} holds '{value}', but it is a section; write \"{section.Section}\": "
                    + $"{{ \"{section.Settings[0].Name}\": … }}, with the names of its settings.";
        }

        var settings = Flatten(known);
        foreach (var name in NamesInNoSection(configuration, known))
        {
            var letters = Letters(name);
            if (IsInCapitals(name))
            {
                if (Unset(configuration, settings, each => each.Letters == letters && each.IsOf(OwnWords)) is { } same)
                    yield return $"{name} is not a setting; the nearest is {same}.";
            }
            else if (Synonyms.GetValueOrDefault(letters) is { } meant)
                yield return $"{name} is not a setting; use {meant}.";
            else if (settings.Where(each => IsNear(letters, each.Letters)).Select(static each => each.Name)
                .MinBy(each => NearestName.Distance(letters, Letters(each))) is { } nearest)
                // An environment variable of that name would be a setting.
                yield return name.Equals(nearest, StringComparison.OrdinalIgnoreCase)
                    ? $"{name} is not a setting in a file, where only the environment has '__'; write "
                        + $"\"{name.Replace("__", ":", StringComparison.Ordinal)}\"."
                    : $"{name} is not a setting; the nearest is {nearest}.";
        }
    }

    /// <summary>
    /// A sentence for each name in capitals that another program may own, such as <c>S3_PREFIX</c>, if what it may stand for has
    /// no value. It does not prevent a start.
    /// </summary>
    /// <param name="known">The settings of all functions.</param>
    /// <param name="isMissing">
    /// Whether settings are missing, so that names count which many programs use, such as <c>VOLUME_NAME</c>.
    /// </param>
    public static IEnumerable<string> Ignored(
        IConfiguration configuration, IReadOnlyCollection<SectionSettings> known, bool isMissing = false)
    {
        var settings = Flatten(known);
        foreach (var name in NamesInNoSection(configuration, known).Where(IsInCapitals))
        {
            var letters = Letters(name);
            // Near tells of the same letters.
            var isOurs = name.Contains("__", StringComparison.Ordinal);
            var meant = Synonyms.GetValueOrDefault(letters) is { } synonym
                ? HasValue(configuration, synonym) ? null : synonym
                : Unset(configuration, settings, each => each.Letters == letters
                    ? !each.IsOf(OwnWords) && (isOurs || isMissing || each.IsOf(SharedWords))
                    : (isOurs || each.IsOf(SharedWords)) && IsNear(letters, each.Letters));
            if (meant is not null)
                yield return $"{name} is set, but it is not a setting of Longshore; did you mean {meant}?";
        }
    }

    private static KnownName[] Flatten(IReadOnlyCollection<SectionSettings> known) =>
    [
        .. known.SelectMany(static each => each.Settings.Select(setting => $"{each.Section}__{setting.Name}"))
            .Distinct(StringComparer.OrdinalIgnoreCase).Select(static name => new KnownName(name, Letters(name))),
    ];

    private static IEnumerable<string> NamesInNoSection(
        IConfiguration configuration, IReadOnlyCollection<SectionSettings> known)
    {
        var sections = known.Select(static each => each.Section).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return configuration.GetChildren().Where(child => !sections.Contains(child.Key)).SelectMany(Names);
    }

    /// <summary>The first setting that matches and has no value.</summary>
    private static string? Unset(IConfiguration configuration, KnownName[] settings, Func<KnownName, bool> matches) =>
        Array.Find(settings, each => matches(each) && !HasValue(configuration, each.Name))?.Name;

    private static bool HasValue(IConfiguration configuration, string name) =>
        !string.IsNullOrEmpty(configuration[name.Replace("__", ":", StringComparison.Ordinal)]);

    private static bool IsVariable(string name) => Environment.GetEnvironmentVariables().Keys.Cast<string>()
        .Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsInCapitals(string name) => !name.Any(char.IsAsciiLetterLower);

    /// <summary>Whether at most an eighth of the letters differ. Few names need the whole comparison.</summary>
    private static bool IsNear(string letters, string known)
    {
        var most = Math.Max(1, known.Length / 8);
        return Math.Abs(letters.Length - known.Length) <= most && NearestName.Distance(letters, known) <= most;
    }

    /// <summary>As environment variables: the name itself, and each name with two underscores that begins with it.</summary>
    private static IEnumerable<string> Names(IConfigurationSection top) =>
        top.GetChildren().Select(child => $"{top.Key}__{child.Key}").Prepend(top.Key);

    private static string Letters(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private sealed record KnownName(string Name, string Letters)
    {
        public bool IsOf(string[] sections) =>
            Array.Exists(sections, each => Name.StartsWith($"{each}__", StringComparison.Ordinal));
    }
}
