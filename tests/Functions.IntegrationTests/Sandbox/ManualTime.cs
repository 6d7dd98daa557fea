namespace Longshore.IntegrationTests.Sandbox;

/// <summary>The system's clock plus an offset that a test moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
