using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Longshore.FaultTests.Worlds;

/// <summary>The property: in every world, whatever fails, the three promises hold.</summary>
public sealed class WorldTests(ITestOutputHelper output)
{
    private const int Enough = 300;

    /// <summary>At most so many lines tell what is broken in a world.</summary>
    private const int Shown = 8;

    /// <summary>A line after so many.</summary>
    private const int Progress = 500;

    [Fact]
    public async Task AnyWorld_ScanToCleanupUntilQuiet_KeepsThePromises()
    {
        var worlds = Setting("WORLDS", 300);
        var first = (ulong)Setting("SEED", 1);
        var watch = Stopwatch.StartNew();
        var results = new List<WorldResult>();
        var stop = false;
        var seeds = Enumerable.Range(0, worlds * Setting("TIMES", 1)).Select(number => first + (ulong)(number % worlds))
            .ToLookup(WorldRun.Kills);
        // Those that kill processes wait for clocks and for processes that start: they get lanes of their own.
        var lanes = seeds.SelectMany(kind =>
        {
            var left = new ConcurrentQueue<ulong>(kind);
            return Enumerable.Range(0, Setting("PARALLEL", 2) + (kind.Key ? 1 : 0)).Select(_ => Task.Run(async () =>
            {
                while (!stop && left.TryDequeue(out var seed))
                {
                    var result = await RunAsync(seed);
                    lock (results)
                        results.Add(result);
                    Judge(result, results, watch);
                    stop |= result.Broken.Count > 0 && Setting("STOP", 0) > 0;
                }
            }));
        });
        await Task.WhenAll(lanes);
        Tell(string.Create(CultureInfo.InvariantCulture,
            $"{results.Count} worlds in {watch.Elapsed.TotalSeconds:F0} s, "
            + $"{results.Average(result => result.Took.TotalMilliseconds):F0} ms each on average, the longest "
            + $"{results.Max(result => result.Took.TotalMilliseconds):F0} ms"));
        var refused = results.Where(result => result.Refused is not null).ToLookup(result => result.Refused);
        Tell($"{results.Count(result => result.Broken.Count == 0)} traces accepted; {refused.Sum(kind => kind.Count())} mutated "
            + $"traces of {refused.Count} kinds refused");
        Tell(OutcomeTable.Of(results));
        foreach (var slow in results.OrderByDescending(result => result.Took).Take(3))
            Tell(string.Create(CultureInfo.InvariantCulture,
                $"World {slow.Seed} took {slow.Took.TotalMilliseconds:F0} ms: {string.Join(", ", slow.Faults)}"));
        Assert.Empty(results.Where(result => result.Broken.Count > 0).Select(result => result.Seed));
        // Fewer worlds cannot be expected to meet everything.
        if (worlds >= Enough)
            Assert.Empty(OutcomeTable.Empty(results));
    }

    private static async Task<WorldResult> RunAsync(ulong seed)
    {
        try
        {
            return await WorldRun.RunAsync(seed);
        }
        catch (Exception e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return new WorldResult(seed, [$"unfinished: {e}"], [], new Dictionary<string, int>(), null, TimeSpan.Zero);
        }
    }

    private void Judge(WorldResult result, List<WorldResult> results, Stopwatch watch)
    {
        if (result.Broken.Count > 0)
        {
            var more = result.Broken.Count > Shown ? $"\n  and {result.Broken.Count - Shown} more" : "";
            Tell(string.Create(CultureInfo.InvariantCulture,
                $"World {result.Seed} broke a promise; again with: make soak "
                + $"SEED={result.Seed}\n  {string.Join("\n  ", result.Broken.Take(Shown))}{more}"));
        }

        lock (results)
        {
            if (results.Count % Progress == 0)
                Tell(string.Create(CultureInfo.InvariantCulture,
                    $"{results.Count} worlds after {watch.Elapsed.TotalSeconds:F0} s, "
                    + $"{results.Count(done => done.Broken.Count > 0)} of them broken; "
                    + $"{Environment.CpuUsage.TotalTime.TotalSeconds:F0} s of processor time"));
        }
    }

    private void Tell(string text)
    {
        output.WriteLine(text);
        Console.Error.WriteLine(text);
    }

    private static int Setting(string name, int value) =>
        int.TryParse(Environment.GetEnvironmentVariable($"LONGSHORE_{name}"), CultureInfo.InvariantCulture, out var given)
            ? given : value;
}
