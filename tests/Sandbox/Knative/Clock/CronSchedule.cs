namespace Longshore.Sandbox.Knative;

/// <summary>
/// A five-field cron expression in a time zone: minute, hour, day of month, month, day of week (0 = Sunday), or one of
/// <c>@hourly @daily @weekly @monthly @yearly</c>. Local times that a zone skips never come; of those that it repeats the first counts.
/// </summary>
internal sealed class CronSchedule
{
    /// <summary>Every February 29th comes round within 8 years; what has not come by then never does.</summary>
    private const int HorizonDays = (8 * 366) + 1;

    private static readonly Dictionary<string, string> Shorthands = new(StringComparer.Ordinal)
    {
        ["@hourly"] = "0 * * * *",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@weekly"] = "0 0 * * 0",
        ["@monthly"] = "0 0 1 * *",
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
    };

    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronField _days;
    private readonly CronField _months;
    private readonly CronField _weekdays;

    private CronSchedule(string expression, TimeZoneInfo zone, string[] fields)
    {
        Expression = expression;
        Zone = zone;
        _minutes = CronField.Parse(fields[0], "minute", 0, 59);
        _hours = CronField.Parse(fields[1], "hour", 0, 23);
        _days = CronField.Parse(fields[2], "day of month", 1, 31);
        _months = CronField.Parse(fields[3], "month", 1, 12,
            "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
        _weekdays = CronField.Parse(fields[4], "day of week", 0, 6, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    }

    public string Expression { get; }

    public TimeZoneInfo Zone { get; }

    /// <exception cref="FormatException">Says what is wrong with the expression.</exception>
    public static CronSchedule Parse(string expression, TimeZoneInfo zone)
    {
        var text = Shorthands.GetValueOrDefault(expression.Trim(), expression);
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5
            ? new CronSchedule(expression, zone, fields)
            : throw new FormatException($"\"{expression}\" has {fields.Length} fields; it takes five: minute, hour, day of month, month, day of week");
    }

    /// <summary>The first tick later than <paramref name="after"/>.</summary>
    /// <exception cref="InvalidOperationException">No such moment exists, as for February 30th.</exception>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        var local = TimeZoneInfo.ConvertTime(after, Zone).DateTime;
        for (var day = local.Date; day < local.Date.AddDays(HorizonDays); day = day.AddDays(1))
        {
            if (!_months.Allows(day.Month) || !AllowsDay(day))
                continue;
            foreach (var candidate in MomentsOf(day))
            {
                if (candidate > after)
                    return candidate;
            }
        }

        throw new InvalidOperationException($"The schedule \"{Expression}\" never comes.");
    }

    private IEnumerable<DateTimeOffset> MomentsOf(DateTime day)
    {
        for (var hour = 0; hour < 24; hour++)
        {
            for (var minute = 0; _hours.Allows(hour) && minute < 60; minute++)
            {
                var moment = day.AddHours(hour).AddMinutes(minute);
                if (!_minutes.Allows(minute) || Zone.IsInvalidTime(moment))
                    continue;
                var offset = Zone.IsAmbiguousTime(moment) ? Zone.GetAmbiguousTimeOffsets(moment).Max() : Zone.GetUtcOffset(moment);
                yield return new DateTimeOffset(moment, offset);
            }
        }
    }

    /// <summary>Day of month and day of week are alternatives where both are restricted, as in every cron.</summary>
    private bool AllowsDay(DateTime day)
    {
        var byDate = _days.Allows(day.Day);
        var byWeekday = _weekdays.Allows((int)day.DayOfWeek);
        return _days.Any || _weekdays.Any ? byDate && byWeekday : byDate || byWeekday;
    }
}
