namespace Longshore.Benchmarks.Workloads;

/// <summary>Something that is measured.</summary>
/// <param name="Ids">What it yields, by the names that BENCH takes; a second one comes out of the same runs.</param>
/// <param name="Rounds">Rounds of it when so many are asked for: long ones do with fewer.</param>
/// <param name="RoundAsync">One round: every client in turn. The first round of all warms up and is dropped.</param>
internal sealed record Workload(string[] Ids, Func<int, int> Rounds, Func<Recorder, CancellationToken, Task> RoundAsync);
