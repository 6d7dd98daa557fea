using System.Text.RegularExpressions;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>Where the namespace <c>longshore</c> stands in objects that are rendered for another one.</summary>
internal static partial class Namespaces
{
    /// <summary>Every such place with some text around it; none in an overlay whose namespace is its own.</summary>
    public static IEnumerable<string> Left(IEnumerable<Manifest> manifests) => manifests.SelectMany(
        static manifest => Longshore().Matches(manifest.Body.ToJsonString()).Select(match => $"{manifest}: {match.Value}"));

    // As JSON writes it, a quote inside of a text is \u0022.
    [GeneratedRegex("""
        .{0,60}(
        \.longshore\.svc |
        /longshore/(default|backlog) |
        system:serviceaccount:longshore: |
        "namespace":"longshore" |
        longshore/longshore-volume |
        namespace\.name=longshore |
        namespace(_name)?=(\\+u0022|\\")+longshore
        ).{0,30}
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Longshore();
}
