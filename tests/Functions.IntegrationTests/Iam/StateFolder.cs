using System.Globalization;
using Longshore.IntegrationTests.Manifests;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Iam;

namespace Longshore.IntegrationTests.Iam;

/// <summary>A row of the table "State folders" of docs/security.md, which policies and lifecycle rules must enforce.</summary>
/// <param name="Name">The folder beneath the state prefix, with its slash.</param>
/// <param name="Writers">Roles that may put objects there.</param>
/// <param name="Readers">Roles that may read them.</param>
/// <param name="IsReplacedIfSeen">
/// Whether writers may replace an object that they name by its ETag; nobody replaces one unseen.
/// </param>
/// <param name="Days">When the bucket drops them; null is never.</param>
internal sealed record StateFolder(
    string Name, IReadOnlySet<string> Writers, IReadOnlySet<string> Readers, bool IsReplacedIfSeen, int? Days)
{
    public const string Root = "_longshore/";

    public static IReadOnlyList<StateFolder> All { get; } =
    [
        .. File.ReadLines(Path.Combine(KnativeFolder.Root, "docs", "security.md"))
            .SkipWhile(static line => line != "## State folders").Skip(1)
            .TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Select(static cells =>
                new StateFolder(cells[0].Trim('`'), Roles(cells[1]), Roles(cells[2]), Replaced(cells[3]), Kept(cells[4]))),
    ];

    private static HashSet<string> Roles(string cell) => cell == "-" ? [] : [.. cell.Split(',', StringSplitOptions.TrimEntries)
        .Select(static name => LongshoreIam.Functions(Repository.Iam).Contains(name)
            ? name : throw new FormatException($"docs/security.md: {name} is no role."))];

    private static bool Replaced(string cell) => cell switch
    {
        "If-Match" => true,
        "never" or "-" => false,
        _ => throw new FormatException($"docs/security.md: {cell} says neither If-Match nor never."),
    };

    private static int? Kept(string cell) =>
        cell.Split(' ') is [var days, "day" or "days"] ? int.Parse(days, CultureInfo.InvariantCulture) : null;
}
