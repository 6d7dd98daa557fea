using Cronos;

namespace Longshore.Sandbox.Knative;

/// <summary>
/// When a PingSource fires: five fields, or six with seconds first, or a shorthand such as <c>@daily</c>, read by Cronos. Knative
/// reads them with robfig/cron v3, so two rules are robfig's. Where both day fields are set, either is enough. Local times that a
/// zone skips never come; of those that it repeats the first counts.
/// </summary>
/// <remarks>
/// Cronos also takes what Knative refuses: 7 for Sunday, ranges that end before they start, <c>L W # H</c>, <c>@every_minute</c>
/// and <c>@every_second</c>. Source: ping_validation.go of Knative Eventing.
/// </remarks>
internal sealed class CronSchedule
{
    private readonly string _expression;
    private readonly TimeZoneInfo _zone;
    private readonly CronExpression[] _alternatives;

    private CronSchedule(string expression, TimeZoneInfo zone, CronExpression[] alternatives) =>
        (_expression, _zone, _alternatives) = (expression, zone, alternatives);

    /// <exception cref="FormatException">Says what is wrong with the expression.</exception>
    public static CronSchedule Parse(string expression, TimeZoneInfo zone)
    {
        var fields = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields is [.. var time, var day, var month, var weekday] && IsSet(day) && IsSet(weekday))
            return new(expression, zone, [Read([.. time, day, month, "*"]), Read([.. time, "*", month, weekday])]);
        return new(expression, zone, [Read(fields)]);
    }

    /// <summary>The first tick later than <paramref name="after"/>.</summary>
    /// <exception cref="InvalidOperationException">No such moment exists, as for February 30th.</exception>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        var local = TimeZoneInfo.ConvertTime(after, _zone).DateTime;
        while (true)
        {
            // The zone's own time, as Cronos would move a skipped time to the next that exists.
            local = _alternatives.Min(alternative => alternative.GetNextOccurrence(DateTime.SpecifyKind(local, DateTimeKind.Utc)))
                ?? throw new InvalidOperationException($"The schedule \"{_expression}\" never comes.");
            local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
            if (_zone.IsInvalidTime(local))
                continue;
            var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
            if (new DateTimeOffset(local, offset) is var tick && tick > after)
                return tick;
        }
    }

    private static bool IsSet(string field) => field is not ("*" or "?");

    private static CronExpression Read(string[] fields) =>
        CronExpression.Parse(string.Join(' ', fields), fields.Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);
}
