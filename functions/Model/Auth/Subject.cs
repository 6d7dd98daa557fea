namespace Longshore.Model.Auth;

/// <summary>The subject of a ServiceAccount's token. Source: Kubernetes, "Authenticating", service account tokens.</summary>
internal static class Subject
{
    private const string Prefix = "system:serviceaccount:";

    /// <summary>Whether this is the name of a ServiceAccount or a whole subject.</summary>
    public static bool IsOne(string text) => text.Split(':') switch
    {
        [var name] => IsName(name),
        ["system", "serviceaccount", var ns, var name] => IsName(ns) && IsName(name),
        _ => false,
    };

    /// <summary>The whole subject.</summary>
    /// <param name="text">See <see cref="IsOne"/>.</param>
    /// <param name="ns">The namespace of a bare name; asked for only if there is one.</param>
    public static string Of(string text, Func<string> ns) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) ? text : $"{Prefix}{ns()}:{text}";

    /// <summary>Kubernetes' object names: RFC 1123.</summary>
    private static bool IsName(string text) =>
        text.Length is > 0 and <= 253
        && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
