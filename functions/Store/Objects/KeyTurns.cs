namespace Longshore.Store.Objects;

/// <summary>
/// Lets one writer of this process at a time look at a key and write it. Keys that differ only in case share a turn: some stores
/// treat them as one. Other keys may share a turn by chance. Safe for concurrent use.
/// </summary>
internal sealed class KeyTurns
{
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 512).Select(_ => new SemaphoreSlim(1))];

    /// <returns>Dispose it to end the turn.</returns>
    public async Task<Turn> TakeAsync(string key, CancellationToken cancellation)
    {
        var turn = _turns[(uint)string.GetHashCode(key, StringComparison.OrdinalIgnoreCase) % _turns.Length];
        await turn.WaitAsync(cancellation);
        return new Turn(turn);
    }

    internal readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
