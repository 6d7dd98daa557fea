namespace Longshore.Schedule;

/// <summary>What became of a batch's event. Zero is <em>not sent</em>.</summary>
internal enum EmitResult
{
    NotSent = 0,
    Taken,
    Refused,
}

/// <summary>What was emitted so far; safe for concurrent use.</summary>
internal sealed class EmittedBatches
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, (string LastPath, EmitResult Result)> _batches = [];

    public int Count(EmitResult result)
    {
        lock (_lock)
            return _batches.Values.Count(batch => batch.Result == result);
    }

    public void Add(PlannedBatch batch, EmitResult result)
    {
        lock (_lock)
            _batches[batch.Number] = (batch.LastPath, result);
    }

    /// <summary>The last path before the first batch that was not sent; null if that is the first one.</summary>
    public string? Cursor()
    {
        lock (_lock)
        {
            string? cursor = null;
            foreach (var (lastPath, result) in _batches.Values)
            {
                if (result == EmitResult.NotSent)
                    break;
                cursor = lastPath;
            }

            return cursor;
        }
    }
}
