namespace Longshore.Core.Status.Records;

/// <summary>Keeps the newest objects of a listing, which may have any length.</summary>
internal sealed class NewestObjects(int most, DateTimeOffset since)
{
    private readonly PriorityQueue<ListedObject, (DateTimeOffset, string)> _newest = new(
        Comparer<(DateTimeOffset Moment, string Key)>.Create((left, right) =>
            left.Moment != right.Moment ? left.Moment.CompareTo(right.Moment) : string.CompareOrdinal(left.Key, right.Key)));

    /// <summary>All objects of the folder.</summary>
    public long Listed { get; private set; }

    /// <summary>Longshore's objects from the window.</summary>
    public long InWindow { get; private set; }

    /// <summary>Longshore's objects from before the window.</summary>
    public long Older { get; private set; }
    public ForeignObjects Foreign { get; } = new();

    /// <summary>The newest, oldest first.</summary>
    public IReadOnlyList<ListedObject> Take() =>
        [.. _newest.UnorderedItems.OrderBy(item => item.Priority, _newest.Comparer).Select(item => item.Element)];

    /// <summary>Counts one of Longshore's objects and does not keep it.</summary>
    public void Pass() => Listed++;

    public void AddForeign(string key)
    {
        Listed++;
        Foreign.Add(key);
    }

    /// <param name="item">One of Longshore's objects. Without a time it gets the window's beginning.</param>
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

/// <summary>Counts dead events, and keeps the newest: first those that wait, then those that were sent back.</summary>
internal sealed class NewestChains(int most)
{
    private readonly Queue<DeadLetterChain> _waiting = new();
    private readonly Queue<DeadLetterChain> _replayed = new();

    /// <summary>Keys of all events.</summary>
    public long Keys { get; private set; }
    public long Events { get; private set; }

    /// <summary>Events that were not sent back since they died.</summary>
    public long Waiting { get; private set; }

    /// <summary>In the order of the listing, which is by day.</summary>
    public IReadOnlyList<DeadLetterChain> Newest =>
        [.. _replayed.Skip(Math.Max(0, _replayed.Count + _waiting.Count - most)), .. _waiting];

    public void Add(DeadLetterChain chain)
    {
        Keys += chain.Keys;
        // A person may delete a letter: only the notes of its replays are left then.
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

    /// <summary>The first of these objects.</summary>
    public IReadOnlyList<DamagedObject> Named => _named;

    public void Add(string key)
    {
        Count++;
        if (_named.Count < MostNamed)
            _named.Add(new DamagedObject(key, "it is not one of Longshore's records"));
    }
}
