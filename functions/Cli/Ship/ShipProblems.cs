using Longshore.Core;

namespace Longshore.Cli.Ship;

/// <summary>The problems of a run. Safe for concurrent use.</summary>
internal sealed class ShipProblems
{
    private const int Most = 20;

    private readonly ConcurrentDictionary<string, (string Problem, bool IsCleaned)> _cleanups = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _others = [];

    /// <summary>A cleanup has ended.</summary>
    /// <param name="problem">The reason if its outcome is not written; null if it is written.</param>
    /// <param name="isCleaned">Whether files were deleted.</param>
    public void Cleaned(string batch, string? problem, bool isCleaned)
    {
        if (problem is null)
            _cleanups.TryRemove(batch, out _);
        else
            _cleanups[batch] = (problem, isCleaned || _cleanups.GetValueOrDefault(batch).IsCleaned);
    }

    /// <summary>Another scan starts: it finds the files of each failed cleanup again, except for deleted ones.</summary>
    public void TryAgain()
    {
        foreach (var dead in _cleanups.Where(dead => !dead.Value.IsCleaned))
            _cleanups.TryRemove(dead);
    }

    public void Add(string problem)
    {
        if (_others.Count < Most && !_others.Contains(problem))
            _others.Enqueue(problem);
    }

    public IEnumerable<string> Sentences(ShipFiles files)
    {
        var (unhandled, unrecorded) = (files.ReasonsOf(ShipState.NotHandled), files.ReasonsOf(ShipState.Unrecorded));
        foreach (var problem in unhandled.Keys.Union(unrecorded.Keys).Take(Most))
        {
            var held = unrecorded.GetValueOrDefault(problem);
            yield return $"{Units.Files(unhandled.GetValueOrDefault(problem) + held)} of batches that could not be handled"
                + (held > 0 ? $", {Units.Count(held)} of them in S3 without a receipt: {problem}" : $": {problem}");
        }

        var unwritten = _cleanups.Values.Where(dead => dead.IsCleaned).ToArray();
        if (unwritten.Length > 0)
            yield return $"The outcome of {(unwritten.Length == 1 ? "a cleanup" : $"{unwritten.Length} cleanups")} could not be "
                + "written. The begun record in S3 names the files, and a later cleanup closes it: " + unwritten[0].Problem;
        var undone = _cleanups.Values.Where(dead => !dead.IsCleaned).Select(dead => dead.Problem)
            .Union(files.ReasonsOf(ShipState.Shipped).Keys);
        foreach (var problem in files.Of(ShipState.Shipped).Files > 0 ? undone.Take(Most) : [])
            yield return $"Shipped files were not cleaned up and stay in the directory: {problem}";
        foreach (var problem in _others)
            yield return problem;
    }
}
