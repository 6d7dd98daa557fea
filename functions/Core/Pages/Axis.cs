namespace Longshore.Core.Pages;

/// <summary>Maps values to a length in a plot, and says where the marks stand.</summary>
/// <param name="Most">The value at the end; the start is 0.</param>
internal readonly record struct Axis(double Most)
{
    private const int Marks = 5;

    /// <summary>From 0 to a round value that holds <paramref name="most"/>.</summary>
    public static Axis UpTo(double most)
    {
        var top = most > 0 && double.IsFinite(most) ? most : 1;
        var step = Step(top);
        return new Axis(Math.Ceiling((top / step) - 1e-9) * step);
    }

    /// <summary>From 0, start, to 1, end; values outside are drawn at the edge.</summary>
    public double Place(double value)
    {
        var place = value / Most;
        return double.IsNaN(place) ? 0 : Math.Clamp(place, 0, 1);
    }

    public IEnumerable<double> Ticks()
    {
        var step = Step(Most);
        for (var index = 0; index * step <= Most + (step / 1000); index++)
            yield return index * step;
    }

    /// <summary>A coordinate in an SVG attribute.</summary>
    public static string Text(double coordinate) => coordinate.ToString("0.##", CultureInfo.InvariantCulture);

    private static double Step(double length)
    {
        var raw = length / Marks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power * (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
    }
}
