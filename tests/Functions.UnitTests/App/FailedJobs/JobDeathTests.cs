using System.Text;
using Longshore.App.DeadLetters;
using Longshore.App.FailedJobs;
using Longshore.Core.DeadLetters;
using Longshore.Model;

namespace Longshore.UnitTests.App.FailedJobs;

/// <summary>The dead letter of a failed Job.</summary>
public sealed class JobDeathTests
{
    private static readonly FailedJob Job = new(
        "longshore", "backlog-1", "uid-1", "backlog", "DeadlineExceeded", "Job was active longer than specified deadline",
        new(2026, 11, 22, 23, 59, 0, TimeSpan.Zero));

    [Fact]
    public void Of_EventInTheSecret_IsTheEventWithKnativesWords()
    {
        var e = JobDeath.Of(
            """
            {"specversion":"1.0","id":"1","source":"/w","type":"t","time":"2026-11-22T10:00:00Z","replays":"1","data":{"a":1.50}}
            """u8.ToArray(),
            Job);

        Assert.Equal(("1", "/w", "t", "job/backlog-1/uid-1"), (e.Id, e.Source!.OriginalString, e.Type, e["knativeerrordest"]));
        Assert.Equal(
            "Job backlog-1 of the JobSink backlog failed: DeadlineExceeded. Job was active longer than specified deadline",
            DeathReason.Of(e["knativeerrordata"]!.ToString()));
        Assert.Null(e["knativeerrorcode"]);
        Assert.Equal("""{"a":1.50}""", Encoding.UTF8.GetString(EventData.Bytes(e).Span));
        Assert.Equal(1, DeadLetterEvent.ReplaysOf(e));
        Assert.True(DeathExtensions.DiedInAJob(e["knativeerrordest"]!.ToString()));
    }

    [Fact]
    public void Of_EventWithoutTime_IsNamedByTheDayOfTheFailure()
    {
        var e = JobDeath.Of("""{"specversion":"1.0","id":"1","source":"/w","type":"t"}"""u8.ToArray(), Job);

        Assert.Equal(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), DeadLetterEvent.DayOf(e, DateTimeOffset.MaxValue));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no event")]
    [InlineData("[]")]
    [InlineData("""{"specversion":"1.0","id":"1"}""")]
    public void Of_NoEvent_Throws(string text) =>
        Assert.Throws<FormatException>(() => JobDeath.Of(Encoding.UTF8.GetBytes(text), Job));

    [Fact]
    public void Lost_Job_IsTheSameLetterEachTime()
    {
        var e = JobDeath.Lost(Job, "There is no Secret.");

        Assert.True(e.IsValid);
        Assert.Equal(
            ("uid-1", "/apis/batch/v1/namespaces/longshore/jobs/backlog-1", JobDeath.LostType, Job.FailedAt),
            (e.Id, e.Source!.OriginalString, e.Type, e.Time));
        Assert.Contains("There is no Secret.", Encoding.UTF8.GetString(EventData.Bytes(e).Span), StringComparison.Ordinal);
    }
}
