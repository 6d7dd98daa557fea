namespace Longshore.Cli.Replay;

/// <summary>The decision about a letter. Zero is <em>not sent</em>.</summary>
internal enum ReplayVerdict
{
    /// <summary>It cannot be read, or has died too often.</summary>
    Refuse = 0,

    /// <summary>It was sent back before and has not died since.</summary>
    Skip,

    Send,
}

/// <summary>Decides whether a dead letter is sent back.</summary>
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
    public static (ReplayVerdict Verdict, string? Reason) Decide(KeptLetter letter, ReplayOptions options)
    {
        if (letter.Letter is null)
            return (ReplayVerdict.Refuse, letter.Problem);
        if (letter.IsReplayed && !options.Again)
            return (ReplayVerdict.Skip, "sent back before; --again sends it once more");
        if (letter.Death >= options.MaxReplays && !options.Force)
            return (ReplayVerdict.Refuse, $"died again after {letter.Death} replays; --force sends it anyway");
        return (ReplayVerdict.Send, null);
    }
}
