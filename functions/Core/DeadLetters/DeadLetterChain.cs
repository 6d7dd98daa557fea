namespace Longshore.Core.DeadLetters;

/// <summary>What is kept of one event, by its keys alone: how often it died, and which deaths were sent back.</summary>
public sealed class DeadLetterChain(DeadLetterName name)
{
    private readonly SortedSet<int> deaths = [];
    private readonly Dictionary<int, int> replays = [];

    public DeadLetterName Name => name;

    /// <summary>The last death, from 0; -1 if there is none.</summary>
    public int Latest => deaths.Count == 0 ? -1 : deaths.Max;

    public bool Has(int death) => deaths.Contains(death);

    /// <summary>How often a death was sent back.</summary>
    public int ReplaysOf(int death) => replays.GetValueOrDefault(death);

    /// <summary>Adds a key as <see cref="DeadLetterName.TryParse"/> read it.</summary>
    public void Add(int death, int time)
    {
        if (time == 0)
            deaths.Add(death);
        else
            replays[death] = Math.Max(ReplaysOf(death), time);
    }
}
