using System.Globalization;

namespace Longshore.Sandbox.Knative;

/// <summary>One field of a cron expression: the set of values it allows.</summary>
/// <param name="Allowed">Indexed by value.</param>
/// <param name="Any">Whether the field starts with <c>*</c> or <c>?</c>: days of month and week are then not alternatives.</param>
internal sealed record CronField(bool[] Allowed, bool Any)
{
    public bool Allows(int value) => Allowed[value];

    /// <summary>Reads lists, ranges, steps and names.</summary>
    /// <param name="text">Such as <c>*/12</c>, <c>1-5</c>, <c>MON,WED</c>.</param>
    /// <param name="name">The field's name, for messages.</param>
    /// <param name="minimum">Least value.</param>
    /// <param name="maximum">Greatest value.</param>
    /// <param name="names">Names of the values from <paramref name="minimum"/> on, or none.</param>
    /// <exception cref="FormatException">Says what is wrong.</exception>
    public static CronField Parse(string text, string name, int minimum, int maximum, params string[] names)
    {
        var allowed = new bool[maximum + 1];
        foreach (var part in text.Split(','))
        {
            var (range, step) = SplitStep(part, name);
            var (first, last) = range is "*" or "?" ? (minimum, maximum) : Range(range, part.Contains('/', StringComparison.Ordinal));
            for (var value = first; value <= last; value += step)
                allowed[value] = true;
        }

        return new CronField(allowed, text[0] is '*' or '?');

        (int First, int Last) Range(string range, bool stepped)
        {
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            var first = Value(dash < 0 ? range : range[..dash]);
            var last = dash >= 0 ? Value(range[(dash + 1)..]) : stepped ? maximum : first;
            return first <= last ? (first, last) : throw new FormatException($"the {name} range {range} ends before it starts");
        }

        int Value(string value)
        {
            var named = Array.FindIndex(names, candidate => candidate.Equals(value, StringComparison.OrdinalIgnoreCase));
            if (named >= 0)
                return minimum + named;
            return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= minimum && number <= maximum
                    ? number
                    : throw new FormatException($"the {name} field holds \"{value}\"; it takes {minimum} to {maximum}");
        }
    }

    private static (string Range, int Step) SplitStep(string part, string name)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return (part, 1);
        return int.TryParse(part[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step > 0
            ? (part[..slash], step)
            : throw new FormatException($"the {name} field has the step \"{part[(slash + 1)..]}\"; it takes a number from 1");
    }
}
