namespace Longshore.Core.Ship;

/// <summary>
/// Bounds the memory that bodies in flight take together, in bytes. A body larger than the whole budget goes alone. First come,
/// first served. Safe for concurrent use.
/// </summary>
public sealed class ByteBudget(long total)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Turn)> _waiting = new();
    private readonly long _total = total;
    private long _free = total;

    /// <returns>The bytes taken, which are given back to <see cref="Release"/>.</returns>
    public async Task<long> TakeAsync(long bytes, CancellationToken cancellation)
    {
        var wanted = Math.Min(bytes, _total);
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_waiting.Count == 0 && _free >= wanted)
            {
                _free -= wanted;
                return wanted;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((wanted, turn));
        }

        await using (cancellation.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetCanceled(), turn))
            await turn.Task;
        return wanted;
    }

    public void Release(long bytes)
    {
        lock (_lock)
        {
            _free += bytes;
            while (_waiting.TryPeek(out var next) && (next.Turn.Task.IsCanceled || _free >= next.Bytes))
            {
                _waiting.Dequeue();
                if (next.Turn.TrySetResult())
                    _free -= next.Bytes;
            }
        }
    }
}
