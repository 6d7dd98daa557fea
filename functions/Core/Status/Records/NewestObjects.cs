namespace Longshore.Core.Status.Records;

/// <summary>Keeps the newest objects of a listing of any length, and no others, in memory.</summary>
internal sealed class NewestObjects(int most, DateTimeOffset since)
{
    private readonly PriorityQueue<ListedObject, (DateTimeOffset, string)> _newest = new(
        Comparer<(DateTimeOffset Moment, string Key)>.Create((left, right) =>
            left.Moment != right.Moment ? left.Moment.CompareTo(right.Moment) : string.CompareOrdinal(left.Key, right.Key)));

    /// <summary>Objects of the folder, Longshore's or not.</summary>
    public long Listed { get; private set; }

    /// <summary>Longshore's objects from the window.</summary>
    public long InWindow { get; private set; }

    /// <summary>Longshore's objects from before the window.</summary>
    public long Older { get; private set; }
    public ForeignObjects Foreign { get; } = new();

    /// <summary>The newest, oldest first.</summary>
    public IReadOnlyList<ListedObject> Take()
    {
        var taken = new List<ListedObject>(_newest.Count);
        while (_newest.TryDequeue(out var item, out _))
            taken.Add(item);
        return taken;
    }

    /// <summary>Counts an object of Longshore's and does not keep it.</summary>
    public void Pass() => Listed++;

    public void AddForeign(string key)
    {
        Listed++;
        Foreign.Add(key);
    }

    /// <param name="item">The next of Longshore's objects; one without a time counts as of the window's beginning.</param>
    public void Add(ListedObject item)
    {
        Listed++;
        if (item.Modified < since)
        {
            Older++;
            return;
        }

        InWindow++;
        var priority = (item.Modified ?? since, item.Key);
        if (_newest.Count < most)
            _newest.Enqueue(item, priority);
        else
            _newest.EnqueueDequeue(item, priority);
    }
}

/// <summary>Counts dead events, and keeps the newest that wait. Those that were sent back get the rest of the room.</summary>
internal sealed class NewestChains(int most)
{
    private readonly Queue<DeadLetterChain> _waiting = new();
    private readonly Queue<DeadLetterChain> _replayed = new();

    /// <summary>Keys of all events.</summary>
    public long Keys { get; private set; }
    public long Events { get; private set; }

    /// <summary>Events that were not sent back since they died.</summary>
    public long Waiting { get; private set; }

    /// <summary>By the day in their keys, which is the order of a listing.</summary>
    public IReadOnlyList<DeadLetterChain> Newest =>
        [.. _replayed.Skip(Math.Max(0, _replayed.Count + _waiting.Count - most)), .. _waiting];

    public void Add(DeadLetterChain chain)
    {
        Keys += chain.Keys;
        // If somebody has deleted the letter, only the notes of its replays are left.
        if (chain.Latest < 0)
            return;
        Events++;
        var isWaiting = chain.ReplaysOf(chain.Latest) == 0;
        Waiting += isWaiting ? 1 : 0;
        var queue = isWaiting ? _waiting : _replayed;
        queue.Enqueue(chain);
        if (queue.Count > most)
            queue.Dequeue();
    }
}

/// <summary>The objects of a folder that Longshore has not written.</summary>
internal sealed class ForeignObjects
{
    private const int MostNamed = 20;

    private readonly List<DamagedObject> _named = [];

    public long Count { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<DamagedObject> Named => _named;

    public void Add(string key)
    {
        Count++;
        if (_named.Count < MostNamed)
            _named.Add(new DamagedObject(key, "it is not one of Longshore's records"));
    }
}
