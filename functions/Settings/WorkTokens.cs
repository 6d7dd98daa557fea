namespace Longshore.Settings;

/// <summary>The two cancellations of one piece of work; both default to <em>never</em>.</summary>
/// <param name="Park">
/// Fires first: start nothing new, finish or park. What must be written then is written under <paramref name="Abort"/>.
/// </param>
/// <param name="Abort">The hard stop: the deadline, or the end of the grace period after SIGTERM.</param>
public readonly record struct WorkTokens(CancellationToken Park, CancellationToken Abort);
