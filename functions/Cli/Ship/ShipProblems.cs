namespace Longshore.Cli.Ship;

/// <summary>What a run could not do, beside its files. Not safe for concurrent use.</summary>
internal sealed class ShipProblems
{
    private const int Most = 20;

    private readonly HashSet<string> _cleaned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _deadCleanups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _deadScans = new(StringComparer.Ordinal);
    private readonly List<string> _others = [];

    public bool HasDeadScans => _deadScans.Count > 0;

    /// <summary>Sources and ids of scans that died.</summary>
    public IEnumerable<string> DeadScans => _deadScans.Keys;

    public void ScanDied(string scan, string detail) => _deadScans[scan] = detail;

    public void CleanupDied(string batch, string detail) => _deadCleanups[batch] = detail;

    /// <summary>A batch was cleaned up; its outcome is still to be written.</summary>
    public void Cleaned(string batch) => _cleaned.Add(batch);

    /// <summary>The outcome of a cleanup is written.</summary>
    public void Ended(string batch) => _deadCleanups.Remove(batch);

    /// <summary>
    /// Another scan sends each file that is left again. A batch that was cleaned up has none: its outcome stays unwritten.
    /// </summary>
    public void TryAgain()
    {
        foreach (var batch in _deadCleanups.Keys.Where(batch => !_cleaned.Contains(batch)).ToArray())
            _deadCleanups.Remove(batch);
    }

    public void Add(string problem)
    {
        if (_others.Count < Most && !_others.Contains(problem))
            _others.Add(problem);
    }

    /// <summary>A sentence each.</summary>
    /// <param name="notHandled">Files of batches that could not be handled, by the reason.</param>
    /// <param name="isShipped">Whether shipped files wait for a cleanup.</param>
    /// <param name="isWalked">Whether a scan has reached its end.</param>
    public IEnumerable<string> Sentences(
        IReadOnlyDictionary<string, long> notHandled, bool isShipped, Func<string, bool> isWalked)
    {
        foreach (var (detail, count) in notHandled.Take(Most))
            yield return $"{Files(count)} of batches that could not be handled: {detail}";
        var unwritten = _deadCleanups.Where(dead => _cleaned.Contains(dead.Key)).ToArray();
        if (unwritten.Length > 0)
            yield return $"The outcome of {(unwritten.Length == 1 ? "a cleanup" : $"{unwritten.Length} cleanups")} could not "
                + $"be written. The begun record in S3 names the files, and a later cleanup closes it: {unwritten[0].Value}";
        if (isShipped)
            foreach (var detail in _deadCleanups.Where(dead => !_cleaned.Contains(dead.Key)).Select(dead => dead.Value)
                .Distinct(StringComparer.Ordinal).Take(Most))
                yield return $"Shipped files were not cleaned up and stay in the directory: {detail}";
        foreach (var (scan, detail) in _deadScans.Take(Most))
            yield return isWalked(scan)
                ? $"The record of the scan could not be written, so that the status does not tell of this run: {detail}"
                : $"The directory was not scanned to the end: {detail}";
        foreach (var problem in _others)
            yield return problem;
    }

    private static string Files(long count) => count == 1 ? "1 file" : FormattableString.Invariant($"{count:N0} files");
}
