using Longshore.Events;
using Longshore.Files;
using Longshore.Hosting;

namespace Longshore.Schedule;

/// <summary>What one scan looks at: the request over the settings.</summary>
/// <param name="Prefix">Paths start with it; null is all.</param>
/// <param name="After">Paths sort after it; null is from the start.</param>
/// <param name="Include">A file must match.</param>
/// <param name="Ignore">A file that matches either is skipped.</param>
/// <param name="Exclude">The request's own.</param>
/// <param name="MinAge">How long a file must have been left alone.</param>
internal sealed record ScanScope(string? Prefix, string? After, GlobSet Include, GlobSet Ignore, GlobSet Exclude, TimeSpan MinAge)
{
    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(2);

    /// <exception cref="BadEventException">A glob, the prefix, the cursor or the age is malformed.</exception>
    public static ScanScope Of(ScanRequested request, ReadinessOptions options)
    {
        if (request.MinAge < LeastAge)
            throw new BadEventException("The data's 'minAge' is below PT2S, within which a clock tick can hide a change.");
        CheckPrefix("prefix", request.Prefix);
        CheckPrefix("after", request.After);
        return new ScanScope(
            Empty(request.Prefix),
            Empty(request.After),
            request.Include is { Length: > 0 } include ? Globs("include", include) : GlobSet.Parse(GlobList.Split(options.Include)),
            GlobSet.Parse(GlobList.Split(options.Exclude)),
            Globs("exclude", request.Exclude ?? []),
            request.MinAge ?? options.MinAge);
    }

    public bool Skips(string path) => !Include.IsMatch(path) || Ignore.IsMatch(path) || Exclude.IsMatch(path);

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static void CheckPrefix(string name, string? text)
    {
        if (text is not null && (text.StartsWith('/') || text.Split('/').Contains("..")))
            throw new BadEventException($"The data's '{name}' is '{text}'; it must be relative to the volume's root and without '..'.");
    }

    private static GlobSet Globs(string name, string[] patterns)
    {
        try
        {
            return GlobSet.Parse(patterns);
        }
        catch (FormatException e)
        {
            throw new BadEventException($"The data's '{name}' holds a glob that cannot be read: {e.Message}", e);
        }
    }
}
