namespace Longshore.Core.DeadLetters;

/// <summary>The dead letters of one event, by their keys: how often it died, and which deaths were sent back.</summary>
public sealed class DeadLetterChain(DeadLetterName name)
{
    private readonly SortedSet<int> _deaths = [];
    private readonly Dictionary<int, int> _replays = [];

    public DeadLetterName Name => name;

    public int Keys { get; private set; }

    /// <summary>The last death, from 0; -1 if there is none.</summary>
    public int Latest => _deaths.Count == 0 ? -1 : _deaths.Max;

    public bool Has(int death) => _deaths.Contains(death);

    /// <summary>How often a death was sent back.</summary>
    public int ReplaysOf(int death) => _replays.GetValueOrDefault(death);

    /// <summary>Adds a key as <see cref="DeadLetterName.TryParse"/> read it.</summary>
    public void Add(int death, int time)
    {
        Keys++;
        if (time == 0)
            _deaths.Add(death);
        else
            _replays[death] = Math.Max(ReplaysOf(death), time);
    }

    /// <summary>
    /// As which death is an event kept? Knative may deliver a dead letter twice, a replayed event may die again, and a sender may
    /// send its event again after the replay. An unnecessary letter costs a replay; a missing one loses an event. Begins with the
    /// death that the event's <c>replays</c> says, from 0:
    /// | that death | is it kept? |
    /// | --- | --- |
    /// | is not kept | as this death |
    /// | is kept, and not sent back | it is there already: null |
    /// | is kept, and was sent back | the same question for the next death |
    /// </summary>
    public int? DeathToKeep(int first)
    {
        var death = first;
        while (Has(death))
        {
            if (ReplaysOf(death) == 0)
                return null;
            death++;
        }

        return death;
    }
}
