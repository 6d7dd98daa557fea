namespace Longshore.UnitTests.Files;

/// <summary>A clock that is ahead of the filesystem's, since a ctime cannot be set back.</summary>
internal sealed class ShiftedTime(TimeSpan ahead) : TimeProvider
{
    public static ShiftedTime Tomorrow { get; } = new(TimeSpan.FromDays(1));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}
