namespace Longshore.App.Events;

/// <summary>The data of a ping that asks for failed Jobs: nothing.</summary>
public sealed record FailedJobsPing;
