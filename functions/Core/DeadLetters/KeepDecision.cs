namespace Longshore.Core.DeadLetters;

/// <summary>
/// As which death is an event kept? Knative may deliver a dead letter twice, a replayed event may die again, and a
/// sender may send its event again after the replay. One letter too many costs a replay; one too few loses an event.
/// </summary>
internal static class KeepDecision
{
    /// <summary>
    /// Asked of the death that the event's <c>replays</c> says, from 0:
    /// | that death | is it kept? |
    /// | --- | --- |
    /// | is not kept | as this death |
    /// | is kept, and not sent back | it is there already: null |
    /// | is kept, and sent back since | the question is asked of the next death |
    /// </summary>
    public static int? Death(DeadLetterChain chain, int replays)
    {
        var death = replays;
        while (chain.Has(death))
        {
            if (chain.ReplaysOf(death) == 0)
                return null;
            death++;
        }

        return death;
    }
}
