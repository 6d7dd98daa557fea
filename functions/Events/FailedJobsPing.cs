namespace Longshore.Events;

/// <summary>The data of a ping that asks for failed Jobs: nothing.</summary>
internal sealed record FailedJobsPing;
