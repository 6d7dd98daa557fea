using System.Reflection;
using System.Text.RegularExpressions;
using Longshore.App.Events;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>Triggers, functions and docs/events.md tell the same story of who gets what.</summary>
public sealed partial class FlowTests
{
    /// <summary>Function by the type it declares.</summary>
    private static readonly Dictionary<string, string> Declared = AppFunctions.Default.Types.ToDictionary(
        static type => type, static type => AppFunctions.Default.Find(type)!.Value.Function.Name, StringComparer.Ordinal);

    private static IEnumerable<string> AllTypes => typeof(EventTypes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static constant => (string)constant.GetRawConstantValue()!);

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Triggers_OfEveryOverlay_AreTheTypesThatFunctionsDeclare(string target)
    {
        var triggers = (await Overlays.RenderAsync(target)).Where(static manifest => manifest.Kind == Manifest.Trigger)
            .Select(static trigger => trigger.Body["spec"]!).ToArray();

        var routed = triggers.ToDictionary(
            static spec => spec["filter"]!["attributes"]!["type"]!.GetValue<string>(),
            static spec => spec["subscriber"]!["ref"]!["name"]!.GetValue<string>(), StringComparer.Ordinal);

        Assert.Equal(Declared.OrderBy(static pair => pair.Key), routed.OrderBy(static pair => pair.Key));
        Assert.All(triggers, static spec =>
        {
            var delivery = spec["delivery"]!;
            Assert.Equal("deadletter", delivery["deadLetterSink"]!["ref"]!["name"]!.GetValue<string>());
            Assert.Equal("/deadletters", delivery["deadLetterSink"]!["uri"]!.GetValue<string>());
            Assert.Equal("exponential", delivery["backoffPolicy"]!.GetValue<string>());
            Assert.NotNull(delivery["retry"]);
            Assert.NotNull(delivery["backoffDelay"]);
            Assert.NotNull(delivery["timeout"]);
        });
    }

    /// <summary>Documentation_OfTypes asks the page to call those terminal that no function declares.</summary>
    [Fact]
    public void Types_All_HoldsEveryConstant()
    {
        Assert.Equal(AllTypes.Order(), EventTypes.All.Order());
        Assert.Subset(AllTypes.ToHashSet(), Declared.Keys.ToHashSet());
    }

    [Fact]
    public void Documentation_OfTypes_SaysWhatFunctionsDeclare()
    {
        Assert.Equal(AllTypes.Order(), Documented().Select(static row => row.Type).Order());
        Assert.All(Documented(),
            static row => Assert.Equal(Declared.GetValueOrDefault(row.Type) ?? "nobody: terminal", row.Taker));
    }

    [Fact]
    public void Documentation_OfSenders_CoversWhatTheSourcesName()
    {
        foreach (var function in Declared.Values.Distinct())
        {
            var app = Path.Combine(KnativeFolder.Root, "functions", "App");
            var source = $"{function.Replace("-", "", StringComparison.Ordinal)}Function.cs";
            var file = Assert.Single(Directory.EnumerateFiles(app, "*Function.cs", SearchOption.AllDirectories),
                path => Path.GetFileName(path).Equals(source, StringComparison.OrdinalIgnoreCase));
            var named = EventTypeName().Matches(File.ReadAllText(file))
                .Select(static match => (string)typeof(EventTypes).GetField(match.Groups[1].Value)!.GetRawConstantValue()!);
            var told = Documented().Where(row => row.Taker == function || row.Senders.Any(sender => sender.Name == function))
                .Select(static row => row.Type);
            Assert.Empty(named.Except(told));
        }
    }

    [Fact]
    public void Cycles_InTheFlow_AreRemaindersOnly()
    {
        var edges = Documented().SelectMany(
            static row => row.Senders.Select(sender => (From: sender.Name, To: row.Taker, sender.IsRemainder))).ToArray();
        var functions = Declared.Values.Distinct().ToList();

        Assert.All(functions, function => Assert.DoesNotContain(function, Reach(function)));
        Assert.All(edges.Where(static edge => edge.IsRemainder),
            edge => Assert.Contains(edge.From, Reach(edge.To).Append(edge.To)));

        IEnumerable<string> Reach(string from) => edges.Where(edge => edge.From == from && !edge.IsRemainder)
            .SelectMany(edge => Reach(edge.To).Prepend(edge.To));
    }

    /// <summary>The first table of docs/events.md: type, who takes it, who sends it.</summary>
    private static IEnumerable<(string Type, string Taker, (string Name, bool IsRemainder)[] Senders)> Documented() =>
        File.ReadLines(Path.Combine(KnativeFolder.Root, "docs", "events.md"))
            .Where(static line => line.StartsWith("| `dev.", StringComparison.Ordinal))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(static cells => (cells[1].Trim('`'), cells[2], cells[3].Split([';', ','], StringSplitOptions.TrimEntries)
                .Select(static sender => (sender.Replace(" (remainder)", "", StringComparison.Ordinal),
                    sender.EndsWith("(remainder)", StringComparison.Ordinal))).ToArray()));

    [GeneratedRegex(@"EventTypes\.(\w+)")]
    private static partial Regex EventTypeName();
}
