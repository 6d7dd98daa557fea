namespace Longshore.Settings;

/// <summary>The two cancellations of one piece of work; by default they never fire.</summary>
/// <param name="Park">Fires first: start nothing new, finish or park. Last writes go under <paramref name="Abort"/>.</param>
/// <param name="Abort">The hard stop: the deadline, or the end of the grace period after SIGTERM.</param>
public readonly record struct WorkTokens(CancellationToken Park, CancellationToken Abort);
