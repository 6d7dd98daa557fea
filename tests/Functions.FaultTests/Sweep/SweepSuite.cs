using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Longshore.FaultTests.Sweep;

/// <summary>Runs all cases once, beside each other, and prints the table.</summary>
public sealed class SweepSuite : IAsyncLifetime
{
    internal const string Undisturbed = "none";

    /// <summary>Cases in work at once for each that runs: most of their time they wait for files to age.</summary>
    private const int Waiting = 8;

    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<SweepResult> _results = new();

    internal IEnumerable<SweepResult> Of(string deed) => _results.Where(result => result.Case.Deed.Name == deed);

    public async ValueTask InitializeAsync()
    {
        if (SweepTools.Problem.Length > 0)
            return;
        var watch = Stopwatch.StartNew();
        await using var stage = await SweepStage.StartAsync(SweepPlan.Parallel);
        var deeds = SweepPlan.Deeds.ToArray();
        // Without a deed, for the calls.
        var kinds = deeds.Select(deed => deed.Kind).Distinct().ToArray();
        var calls = new ConcurrentDictionary<(bool, bool, bool), List<string>>();
        await Task.WhenAll(kinds.Select(async kind =>
        {
            var list = calls[kind] = [];
            var deed = new Deed(Undisturbed, "") { NoLease = kind.NoLease, Large = kind.Large, Bundled = kind.Bundled };
            _results.Enqueue(await new SweepCase(deed, 0).RunAsync(stage, list));
            var name = $"calls{(kind.NoLease ? "-no-lease" : "")}{(kind.Large ? "-large" : "")}"
                + $"{(kind.Bundled ? "-bundled" : "")}.txt";
            await File.WriteAllLinesAsync(Path.Combine(Path.GetDirectoryName(SweepTools.Sweep)!, name), list);
        }));
        var cases = deeds.SelectMany(deed => SweepPlan.Cases(deed, calls[deed.Kind])).ToArray();
        Tell($"An undisturbed run makes {calls.Values.Min(list => list.Count)} calls that count; {cases.Length} cases.");
        var told = watch.Elapsed;
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = SweepPlan.Parallel * Waiting },
            async (swept, _) =>
        {
            var result = await JudgeAsync(swept, stage);
            _results.Enqueue(result);
            if (result.IsBroken)
                Tell(Describe(result));
            lock (stage)
            {
                if (watch.Elapsed - told < Progress)
                    return;
                told = watch.Elapsed;
            }

            Tell(string.Create(CultureInfo.InvariantCulture,
                $"{_results.Count} of {cases.Length} cases after {watch.Elapsed.TotalSeconds:F0} s, "
                + $"{_results.Count(done => done.IsBroken)} of them broken"));
        });
        Tell(Table());
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(SweepTools.Sweep)!, "table.md"), Table());
        Tell(string.Create(CultureInfo.InvariantCulture,
            $"{cases.Length} cases in {watch.Elapsed.TotalSeconds:F0} s with {Path.GetFileName(SweepTools.Program)}"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A case that cannot be judged must not end the others.</summary>
    private static async Task<SweepResult> JudgeAsync(SweepCase swept, SweepStage stage)
    {
        try
        {
            return await swept.RunAsync(stage);
        }
        catch (Exception e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return new(swept, null, [], [], [$"not judged: {e}"], [], 0);
        }
    }

    internal static string Describe(SweepResult result)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{result.Case} broke a promise, before {result.Call ?? "no call"}");
        foreach (var (name, lines) in new[] { ("lost", result.Lost), ("overwritten", result.Overwritten),
            ("uncounted", result.Uncounted), ("left", result.Left) })
        {
            foreach (var line in lines)
                text.Append(CultureInfo.InvariantCulture, $"\n  {name}: {line}");
        }

        return text.ToString();
    }

    private string Table()
    {
        var text =
            new StringBuilder(
            "| deed | runs | not reached | lost | overwritten | uncounted | left | in the trash |\n| --- | --- | --- | --- | "
            + "--- | --- | --- | --- |\n");
        foreach (var deed in _results.Select(result => result.Case.Deed.Name).Distinct().Order(StringComparer.Ordinal))
            Row(deed, [.. Of(deed)]);
        Row("all", [.. _results]);
        return text.ToString();

        void Row(string name, SweepResult[] results) => text.Append(CultureInfo.InvariantCulture,
            $"| {name} | {results.Length} | {results.Count(result => result.Call is null)} | "
                + $"{results.Count(result => result.Lost.Length > 0)} | "
                + $"{results.Count(result => result.Overwritten.Length > 0)} | "
                + $"{results.Count(result => result.Uncounted.Length > 0)} | {results.Count(result => result.Left.Length > 0)} "
                + $"| {results.Count(result => result.InTrash > 0)} |\n");
    }

    private static void Tell(string text) => Console.Error.WriteLine(text);
}
