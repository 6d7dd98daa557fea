namespace Longshore.Cli.Ship;

/// <summary>Sentences for the person who watches a run, in the order in which they came; each once.</summary>
internal sealed class ShipNotes
{
    /// <summary>A flood of one kind, such as a name that is no UTF-8 for each of a million files, ends here.</summary>
    private const int Most = 200;

    private readonly ConcurrentQueue<string> _waiting = new();
    private readonly ConcurrentDictionary<string, byte> _said = new(StringComparer.Ordinal);

    public void Write(string sentence)
    {
        var plain = PlainText.Of(sentence);
        if (_said.Count < Most && _said.TryAdd(plain, 0))
            _waiting.Enqueue(plain);
        else if (_said.Count == Most && _said.TryAdd("", 0))
            _waiting.Enqueue("More such notes are left out; the counts at the end are complete.");
    }

    /// <summary>What came since the last call.</summary>
    public IEnumerable<string> Take()
    {
        while (_waiting.TryDequeue(out var sentence))
            yield return sentence;
    }
}
