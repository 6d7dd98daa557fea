using System.Text.RegularExpressions;
using Longshore.Sandbox.Demo;

namespace Longshore.FaultTests.Named;

/// <summary>Holds <c>docs/reliability.md</c> to the tests that it names.</summary>
public sealed partial class ReliabilityPageTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "reliability.md"));

    [Fact]
    public void Page_EveryRow_HasNoEmptyCell()
    {
        var rows = Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).ToArray();
        Assert.True(rows.Length > 80, $"The page has {rows.Length} rows.");
        Assert.All(rows, row => Assert.All(row.Trim('|').Split(" | "),
            cell => Assert.False(string.IsNullOrWhiteSpace(cell), $"An empty cell: {row}")));
    }

    [Fact]
    public void Page_EveryTestThatItNames_Exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .ToLookup(file => Path.GetFileName(file).Split('.')[0], File.ReadAllText);
        var named = Lines.SelectMany(line => Named().Matches(line)).ToArray();
        Assert.True(named.Length > 80, $"The page names {named.Length} tests.");
        foreach (var test in named)
        {
            Assert.Contains(sources[test.Groups["class"].Value],
                source => source.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Page_Sabotages_AreThoseOfTheList() => Assert.Equal(
        Sabotage.Sabotages.All.Select(sabotage => $"| {sabotage.Name} | {sabotage.Promise[0]} |"),
        Lines.SkipWhile(line => line != "## Sabotages").Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2));

    /// <summary>A test by class and method, with the folder in front where that is not this suite's.</summary>
    [GeneratedRegex(@"`(?:[A-Za-z/]+/)?(?<class>[A-Z]\w+Tests)\.(?<method>[A-Z]\w+_\w+)`")]
    private static partial Regex Named();
}
