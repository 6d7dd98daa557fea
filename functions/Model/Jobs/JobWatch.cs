namespace Longshore.Model.Jobs;

/// <summary>Sees every event that a job's functions reply or emit. May be called in parallel and twice for one event.</summary>
internal sealed record JobWatch(Action<CloudEvent> Saw);
