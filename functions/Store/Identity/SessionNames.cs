namespace Longshore.Store.Identity;

/// <summary>The session's name in CloudTrail: the function and the pod.</summary>
internal static class SessionNames
{
    private const int MaximumLength = 64;

    /// <returns>2 to 64 characters that STS accepts.</returns>
    public static string For(string? functions, string pod)
    {
        var function = string.IsNullOrWhiteSpace(functions) ? "all" : functions;
        var name = string.Concat(
            $"longshore-{function}-{pod}".Select(c => char.IsAsciiLetterOrDigit(c) || "+=.@-_".Contains(c) ? c : '-'));
        return name.Length <= MaximumLength ? name : name[..MaximumLength];
    }
}
