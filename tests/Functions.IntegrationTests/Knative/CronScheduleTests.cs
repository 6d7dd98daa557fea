using System.Globalization;
using Longshore.Sandbox.Knative;

namespace Longshore.IntegrationTests.Knative;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("0 */12 * * *", "2026-11-22T00:00:00Z", "2026-11-22T12:00:00Z")]
    [InlineData("0 */12 * * *", "2026-11-22T11:59:59Z", "2026-11-22T12:00:00Z")]
    [InlineData("0 */12 * * *", "2026-12-31T12:00:01Z", "2027-01-01T00:00:00Z")]
    [InlineData("*/15 * * * *", "2026-11-22T10:07:00Z", "2026-11-22T10:15:00Z")]
    [InlineData("5,10 8-9 * * *", "2026-11-22T08:10:00Z", "2026-11-22T09:05:00Z")]
    [InlineData("30/10 * * * *", "2026-11-22T08:41:00Z", "2026-11-22T08:50:00Z")]
    [InlineData("0 0 * * MON-FRI", "2026-11-20T12:00:00Z", "2026-11-23T00:00:00Z")]
    [InlineData("0 0 * * 0", "2026-11-22T12:00:00Z", "2026-11-29T00:00:00Z")]
    [InlineData("0 0 1 * MON", "2026-11-24T00:00:00Z", "2026-11-30T00:00:00Z")]
    [InlineData("0 0 29 feb *", "2026-11-22T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("*/30 * * * * *", "2026-11-22T10:00:01Z", "2026-11-22T10:00:30Z")]
    [InlineData("15 0 0 1 * MON", "2026-11-24T00:00:00Z", "2026-11-30T00:00:15Z")]
    [InlineData("@daily", "2026-11-22T10:00:00Z", "2026-11-23T00:00:00Z")]
    public void Next_InUtc_IsTheFirstTickAfterwards(string expression, string after, string expected)
    {
        Assert.Equal(Moment(expected), CronSchedule.Parse(expression, TimeZoneInfo.Utc).Next(Moment(after)));
    }

    [Theory]
    // Clocks go from 02:00 to 03:00 on 2027-03-28: half past two is skipped that day.
    [InlineData("30 2 * * *", "2027-03-27T12:00:00Z", "2027-03-29T00:30:00Z")]
    // Clocks go from 03:00 back to 02:00 on 2026-10-25: half past two comes once, in summer time.
    [InlineData("30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("30 2 * * *", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    public void Next_WhereClocksChange_SkipsAndRepeatsNothing(string expression, string after, string expected)
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out var berlin),
            "this machine has no time zones: install tzdata");

        Assert.Equal(Moment(expected), CronSchedule.Parse(expression, berlin).Next(Moment(after)));
    }

    [Fact]
    public void Next_ADayThatNeverComes_IsRefused()
    {
        var schedule = CronSchedule.Parse("0 0 30 2 *", TimeZoneInfo.Utc);

        Assert.Throws<InvalidOperationException>(() => schedule.Next(Moment("2026-11-22T00:00:00Z")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("* * * * * * *")]
    [InlineData("60 * * * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("a * * * *")]
    [InlineData("1, * * * *")]
    [InlineData("@every 1h")]
    public void Parse_NoSchedule_IsRefused(string expression)
    {
        Assert.ThrowsAny<FormatException>(() => CronSchedule.Parse(expression, TimeZoneInfo.Utc));
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
