using Longshore.Settings;
using Longshore.Volumes;

namespace Longshore.UnitTests.Volumes;

public sealed class ReadinessDecisionTests
{
    private static readonly Timestamp Now = Timestamp.From(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(2);

    /// <summary>The rows of the table in the doc comment. Ages in seconds before now; negative is the future.</summary>
    [Theory]
    [InlineData((int)FileKind.Missing, 0, 0, null, null, (int)WriterState.None, (int)Readiness.Missing, "missing")]
    [InlineData((int)FileKind.Directory, 600, 600, null, null, (int)WriterState.None, (int)Readiness.Deferred,
        "not-a-regular-file")]
    [InlineData((int)FileKind.SymbolicLink, 600, 600, null, null, (int)WriterState.None, (int)Readiness.Deferred,
        "not-a-regular-file")]
    [InlineData((int)FileKind.Special, 600, 600, null, null, (int)WriterState.None, (int)Readiness.Deferred,
        "not-a-regular-file")]
    [InlineData((int)FileKind.Regular, 600, 600, 11L, null, (int)WriterState.None, (int)Readiness.Deferred, "changed-since-scan")]
    [InlineData((int)FileKind.Regular, 600, 600, 10L, 601, (int)WriterState.None, (int)Readiness.Deferred, "changed-since-scan")]
    [InlineData((int)FileKind.Regular, 600, 600, null, 599, (int)WriterState.None, (int)Readiness.Deferred, "changed-since-scan")]
    [InlineData((int)FileKind.Regular, -61, 600, null, null, (int)WriterState.None, (int)Readiness.Deferred, "clock-skew")]
    [InlineData((int)FileKind.Regular, -61, -61, null, null, (int)WriterState.None, (int)Readiness.Deferred, "clock-skew")]
    [InlineData((int)FileKind.Regular, 600, -61, null, null, (int)WriterState.None, (int)Readiness.Deferred,
        "modified-in-the-future")]
    [InlineData((int)FileKind.Regular, -60, -60, null, null, (int)WriterState.None, (int)Readiness.Deferred, "too-young")]
    [InlineData((int)FileKind.Regular, 119, 600, null, null, (int)WriterState.None, (int)Readiness.Deferred, "too-young")]
    [InlineData((int)FileKind.Regular, 600, 119, null, null, (int)WriterState.None, (int)Readiness.Deferred, "too-young")]
    [InlineData((int)FileKind.Regular, 600, 119, null, null, (int)WriterState.Open, (int)Readiness.Deferred, "too-young")]
    [InlineData((int)FileKind.Regular, 600, 600, null, null, (int)WriterState.Open, (int)Readiness.Deferred, "open-for-writing")]
    [InlineData((int)FileKind.Regular, 120, 120, null, null, (int)WriterState.None, (int)Readiness.Ready, null)]
    [InlineData((int)FileKind.Regular, 600, 600, 10L, 600, (int)WriterState.Unknown, (int)Readiness.Ready, null)]
    public void Decide_EachRowOfTheTable_AnswersAsTheTable(
        int kind, int changedAgo, int modifiedAgo, long? expectedSize, int? expectedAgo, int writer, int readiness,
        string? reason)
    {
        var stat = new FileStat((FileKind)kind, new Fingerprint(10, Ago(modifiedAgo), Ago(changedAgo), 1), 0, 0, 1, 0);

        var verdict = ReadinessDecision.Decide(
            stat, expectedSize, expectedAgo is { } ago ? Ago(ago) : null, Now, MinAge, (WriterState)writer);

        Assert.Equal(new ReadinessVerdict((Readiness)readiness, reason), verdict);
    }

    [Fact]
    public void Decide_TimesAtTheEndsOfTheRange_DoesNotOverflow()
    {
        foreach (var extreme in new[] { long.MinValue, long.MaxValue })
        {
            var stat = new FileStat(
                FileKind.Regular, new Fingerprint(1, new Timestamp(extreme), new Timestamp(extreme), 1), 0, 0, 1, 0);
            var verdict = ReadinessDecision.Decide(stat, null, null, Now, MinAge, WriterState.None);
            Assert.Equal(extreme < 0 ? Readiness.Ready : Readiness.Deferred, verdict.Readiness);
        }
    }

    [Fact]
    public void Readiness_Default_IsNotReady() => Assert.Equal(Readiness.Deferred, default);

    private static Timestamp Ago(int seconds) => new(Now.UnixNanoseconds - (seconds * 1_000_000_000L));

    [Theory]
    [InlineData(5, 3, 7)]
    [InlineData(3, 5, 7)]
    public void OldEnoughAt_OfAFile_IsTheYoungerTimeAndTheAge(int modified, int changed, int expected)
    {
        var print = new Fingerprint(1, Timestamp.FromUnix(modified, 1), Timestamp.FromUnix(changed, 1), 7);
        var stat = new FileStat(FileKind.Regular, print, 0, 0, 1, 0);

        Assert.Equal(Timestamp.FromUnix(expected, 1), ReadinessDecision.OldEnoughAt(stat, TimeSpan.FromSeconds(2)));
        Assert.Equal(Timestamp.Latest, ReadinessDecision.OldEnoughAt(stat, TimeSpan.MaxValue));
    }
}
