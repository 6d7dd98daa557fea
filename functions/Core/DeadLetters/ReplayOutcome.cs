namespace Longshore.Core.DeadLetters;

/// <summary>What became of a letter in this run. Zero is <em>not sent</em>.</summary>
public enum ReplayOutcome
{
    /// <summary>The sink did not take it, or nobody knows; it waits as before.</summary>
    Failed = 0,

    /// <summary>It cannot be read, or has died too often.</summary>
    Refused,

    /// <summary>It was sent back by an earlier run.</summary>
    Skipped,

    /// <summary>It would have been sent.</summary>
    WouldSend,

    /// <summary>The sink took it. The default Broker has then delivered it; another may still have to.</summary>
    Sent,

    /// <summary>The sink took it, and it was back among the dead letters by then.</summary>
    DiedAgain,
}
