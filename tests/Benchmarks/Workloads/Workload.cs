using Longshore.Benchmarks.Report;

namespace Longshore.Benchmarks.Workloads;

/// <summary>Something that is measured.</summary>
/// <param name="Ids">What it yields, by the names that BENCH takes; a second one comes out of the same runs.</param>
/// <param name="Rounds">Rounds of it when so many are asked for: long ones do with fewer.</param>
/// <param name="RoundAsync">One round: every client in turn. The first round of all warms up and is dropped.</param>
internal sealed record Workload(string[] Ids, Func<int, int> Rounds, Func<Recorder, CancellationToken, Task> RoundAsync);

/// <summary>Takes the samples of a round.</summary>
internal sealed class Recorder
{
    private readonly Dictionary<string, List<Series>> _series = [];

    public IReadOnlyDictionary<string, List<Series>> Series => _series;

    public void Add(string workload, string client, Sample sample)
    {
        if (!_series.TryGetValue(workload, out var all))
            _series[workload] = all = [];
        var series = all.Find(series => series.Client == client);
        if (series is null)
            all.Add(series = new Series(client, []));
        series.Samples.Add(sample);
    }
}
