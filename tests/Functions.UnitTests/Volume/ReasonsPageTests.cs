using System.Reflection;
using Longshore.Volumes;

namespace Longshore.UnitTests.Volumes;

/// <summary>The reasons of the product and the table in docs/receipts.md.</summary>
public class ReasonsPageTests
{
    private static string[] Reasons { get; } =
        [.. typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Page_NamesEachReasonOnce_AndNoOther()
    {
        var rows = File.ReadLines(Path.Combine(Root(), "docs", "receipts.md"))
            .SkipWhile(line => line != "## Reasons").SkipWhile(line => !line.StartsWith("| `", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1].Trim('`'));

        Assert.Equal(Reasons.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Reasons_NoTwo_ShareAText() => Assert.Distinct(Reasons);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Functions.sln")))
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder;
    }
}
