namespace Longshore.Core.Status.Records;

/// <summary>Picks the newest objects out of a listing of any length, in memory for those alone.</summary>
internal sealed class NewestObjects(int most, DateTimeOffset since)
{
    /// <summary>Objects named as not ours; the rest is counted.</summary>
    private const int MostNamed = 20;

    private readonly PriorityQueue<ListedObject, (DateTimeOffset, string)> _newest = new(
        Comparer<(DateTimeOffset Moment, string Key)>.Create((left, right) =>
            left.Moment != right.Moment ? left.Moment.CompareTo(right.Moment) : string.CompareOrdinal(left.Key, right.Key)));

    private readonly List<DamagedObject> _foreign = [];

    /// <summary>Objects of the folder, ours or not.</summary>
    public long Listed { get; private set; }

    /// <summary>Ours, from the window.</summary>
    public long InWindow { get; private set; }

    /// <summary>Ours, from before the window.</summary>
    public long Older { get; private set; }

    public long Foreign { get; private set; }

    public IReadOnlyList<DamagedObject> NamedForeign => _foreign;

    /// <summary>The newest, oldest first.</summary>
    public IReadOnlyList<ListedObject> Take()
    {
        var taken = new List<ListedObject>(_newest.Count);
        while (_newest.TryDequeue(out var item, out _))
            taken.Add(item);
        return taken;
    }

    /// <summary>An object of ours that is looked at elsewhere.</summary>
    public void Pass() => Listed++;

    /// <param name="item">The next of the listing; one without a time counts as of the window's beginning.</param>
    /// <param name="isOurs">Whether its key is one that Longshore writes.</param>
    public void Add(ListedObject item, bool isOurs)
    {
        Listed++;
        if (!isOurs)
        {
            Foreign++;
            if (_foreign.Count < MostNamed)
                _foreign.Add(new DamagedObject(item.Key, "it is not one of Longshore's records"));
            return;
        }

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
