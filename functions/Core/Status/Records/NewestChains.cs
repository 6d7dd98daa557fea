namespace Longshore.Core.Status.Records;

/// <summary>
/// Counts the dead events of a listing of any length by their keys alone, and holds the newest of those that wait; those sent
/// back only where room is left.
/// </summary>
internal sealed class NewestChains(int most)
{
    private const int MostNamed = 20;

    private readonly Queue<DeadLetterChain> _waiting = new();
    private readonly Queue<DeadLetterChain> _replayed = new();
    private readonly List<DamagedObject> _foreign = [];
    private DeadLetterChain? _chain;

    public long Listed { get; private set; }

    public long Events { get; private set; }

    /// <summary>Events that were not sent back since they died.</summary>
    public long Waiting { get; private set; }

    public IReadOnlyList<DamagedObject> Foreign => _foreign;

    public long ForeignCount { get; private set; }

    /// <summary>By the day of their keys, which a listing follows.</summary>
    public IReadOnlyList<DeadLetterChain> Newest =>
        [.. _replayed.Skip(Math.Max(0, _replayed.Count + _waiting.Count - most)), .. _waiting];

    public void Add(string key)
    {
        Listed++;
        if (!DeadLetterName.TryParse(key, out var name, out var death, out var time))
        {
            ForeignCount++;
            if (_foreign.Count < MostNamed)
                _foreign.Add(new DamagedObject(key, "it is not one of Longshore's records"));
            return;
        }

        if (_chain?.Name != name)
        {
            End();
            _chain = new DeadLetterChain(name);
        }

        _chain.Add(death, time);
    }

    /// <summary>No further key of the event at hand comes.</summary>
    public void End()
    {
        // Marks alone are left where somebody has deleted the letter.
        if (_chain is { Latest: >= 0 } chain)
        {
            Events++;
            var isWaiting = chain.ReplaysOf(chain.Latest) == 0;
            Waiting += isWaiting ? 1 : 0;
            var queue = isWaiting ? _waiting : _replayed;
            queue.Enqueue(chain);
            if (queue.Count > most)
                queue.Dequeue();
        }

        _chain = null;
    }
}
