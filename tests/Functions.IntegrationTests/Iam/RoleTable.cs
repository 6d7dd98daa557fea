using Longshore.IntegrationTests.Manifests;

namespace Longshore.IntegrationTests.Iam;

/// <summary>The table "Role by call" of docs/security.md, which is what the policies must enforce.</summary>
internal static class RoleTable
{
    /// <summary>The columns: the base identity, and a session of each role.</summary>
    public static string[] Identities { get; } = Cells().First()[1..];

    /// <summary>The rows in order: the call, whether it is refused by a condition alone, and who may make it.</summary>
    public static IReadOnlyList<(string Call, bool ByCondition, IReadOnlySet<string> Allowed)> Rows { get; } =
    [
        .. Cells().Skip(2)
            .Select(static cells => (cells[0].TrimEnd('*').TrimEnd(), cells[0].EndsWith('*'), Allowed(cells[1..]))),
    ];

    private static IEnumerable<string[]> Cells() => File.ReadLines(Path.Combine(KnativeFolder.Root, "docs", "security.md"))
        .SkipWhile(static line => line != "## Role by call").Where(static line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(static line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static HashSet<string> Allowed(string[] cells)
    {
        if (cells.Length != Identities.Length || cells.Any(static cell => cell is not ("yes" or "-")))
            throw new FormatException($"docs/security.md: a row of the table must hold {Identities.Length} times yes or -.");
        return Identities.Where((_, column) => cells[column] == "yes").ToHashSet(StringComparer.Ordinal);
    }
}
