namespace Longshore.Sandbox.S3.Store;

/// <summary>
/// Every key a bucket has ever held, in S3's order. Additions cost nothing until someone lists: then the new keys are
/// sorted and merged once, so that 60,000 keys list in a millisecond while uploads go on.
/// </summary>
internal sealed class KeyIndex
{
    private readonly Lock _lock = new();
    private List<string> _added = [];
    private string[] _sorted = [];

    public void Add(string key)
    {
        lock (_lock)
            _added.Add(key);
    }

    /// <summary>An array that is never changed afterwards; safe to walk without a lock.</summary>
    public string[] Snapshot()
    {
        lock (_lock)
        {
            if (_added.Count == 0)
                return _sorted;
            _added.Sort(KeyOrder.Instance);
            _sorted = Merge(_sorted, _added);
            _added = [];
            return _sorted;
        }
    }

    /// <summary>The index of the first key that is not before <paramref name="key"/>.</summary>
    public static int Seek(string[] sorted, string key)
    {
        var at = Array.BinarySearch(sorted, key, KeyOrder.Instance);
        return at < 0 ? ~at : at;
    }

    private static string[] Merge(string[] old, List<string> added)
    {
        var merged = new string[old.Length + added.Count];
        int i = 0, j = 0, k = 0;
        while (i < old.Length && j < added.Count)
            merged[k++] = KeyOrder.Instance.Compare(old[i], added[j]) <= 0 ? old[i++] : added[j++];
        while (i < old.Length)
            merged[k++] = old[i++];
        while (j < added.Count)
            merged[k++] = added[j++];
        return merged;
    }
}
