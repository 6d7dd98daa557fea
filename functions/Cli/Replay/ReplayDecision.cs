namespace Longshore.Cli.Replay;

internal static class ReplayDecision
{
    /// <summary>
    /// | readable | sent back since it died | <c>--again</c> | died after <c>--max-replays</c> | <c>--force</c> | verdict |
    /// | --- | --- | --- | --- | --- | --- |
    /// | no | | | | | refuse |
    /// | yes | yes | no | | | skip |
    /// | yes | yes | yes | yes | no | refuse |
    /// | yes | no | | yes | no | refuse |
    /// | yes | | else | | else | send |
    /// </summary>
    /// <returns>Refused, Skipped or WouldSend; a reason for the first two.</returns>
    public static (ReplayOutcome Outcome, string? Reason) Decide(KeptLetter letter, ReplayOptions options)
    {
        if (letter.Letter is null)
            return (ReplayOutcome.Refused, letter.Problem);
        if (letter.IsReplayed && !options.Again)
            return (ReplayOutcome.Skipped, "sent back before; --again sends it once more");
        if (letter.Death >= options.MaxReplays && !options.Force)
            return (ReplayOutcome.Refused, $"died again after {letter.Death} replays; --force sends it anyway");
        return (ReplayOutcome.WouldSend, null);
    }
}
