using Longshore.Benchmarks.Report;

namespace Longshore.Benchmarks.Workloads;

/// <summary>Takes the samples of a workload's rounds.</summary>
internal sealed class Recorder
{
    private readonly Dictionary<string, List<Series>> _series = [];
    private readonly HashSet<(string Workload, string Client)> _failed = [];

    public IReadOnlyDictionary<string, List<Series>> Series => _series;

    /// <summary>What peers failed at.</summary>
    public List<string> Failures { get; } = [];

    public void Add(string workload, string client, Sample sample)
    {
        if (!_series.TryGetValue(workload, out var all))
            _series[workload] = all = [];
        var series = all.Find(series => series.Client == client);
        if (series is null)
            all.Add(series = new Series(client, []));
        series.Samples.Add(sample);
    }

    /// <summary>Measures a peer. One that fails is left out of the workload with all its rounds; the others go on.</summary>
    public async Task TryAsync(string workload, string client, Func<Task<Sample>> measure)
    {
        if (_failed.Contains((workload, client)))
            return;
        try
        {
            Add(workload, client, await measure());
        }
        catch (InvalidOperationException e)
        {
            _failed.Add((workload, client));
            Failures.Add($"{workload}: {client} is left out. {e.Message}");
            _series.GetValueOrDefault(workload)?.RemoveAll(series => series.Client == client);
        }
    }

    /// <summary>Drops the samples of the warm-up; what failed in it stays left out.</summary>
    public void Clear() => _series.Clear();
}
