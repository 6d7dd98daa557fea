namespace Longshore.Core.Scan;

/// <summary>What became of a batch's event. Zero is <em>not sent</em>.</summary>
public enum EmitResult
{
    NotSent = 0,
    Taken,
    Refused,
}

/// <summary>What was emitted so far; safe for concurrent use.</summary>
public sealed class EmittedBatches
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, Emitted> _batches = [];

    public int Count(EmitResult result)
    {
        lock (_lock)
            return _batches.Values.Count(batch => batch.Result == result);
    }

    public void Add(PlannedBatch batch, EmitResult result)
    {
        lock (_lock)
            _batches[batch.Number] = new(batch.LastPath, batch.Files.Length, batch.Bytes, result);
    }

    /// <summary>The last path before the first batch that was not sent; null if that is the first one.</summary>
    public string? Cursor()
    {
        lock (_lock)
        {
            string? cursor = null;
            foreach (var batch in Passed())
                cursor = batch.LastPath;
            return cursor;
        }
    }

    /// <summary>
    /// Files of the batches before the first that was not sent, and their bytes: a scan that goes on comes by all others again.
    /// </summary>
    public (long Files, long Bytes) Planned()
    {
        lock (_lock)
            return (Passed().Sum(batch => batch.Files), Sizes.Sum(Passed().Select(batch => batch.Bytes)));
    }

    private IEnumerable<Emitted> Passed() => _batches.Values.TakeWhile(batch => batch.Result != EmitResult.NotSent);

    /// <summary>What stays of a batch, whose files are many.</summary>
    private readonly record struct Emitted(string LastPath, long Files, long Bytes, EmitResult Result);
}
