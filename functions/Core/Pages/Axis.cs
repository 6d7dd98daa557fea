namespace Longshore.Core.Pages;

/// <summary>An axis that starts at zero.</summary>
/// <param name="Most">The value at the end; over zero.</param>
internal readonly record struct Axis(double Most)
{
    private const int Marks = 5;

    /// <summary>From 0 to a round value that is not less than <paramref name="most"/>.</summary>
    public static Axis UpTo(double most)
    {
        var top = most > 0 && double.IsFinite(most) ? most : 1;
        var step = Step(top);
        return new Axis(Math.Ceiling((top / step) - 1e-9) * step);
    }

    /// <summary>The place of a value, from 0 at the start to 1 at the end. Values beyond are at the nearer end.</summary>
    public double Place(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value / Most, 0, 1);

    public IEnumerable<double> Ticks()
    {
        var step = Step(Most);
        return Enumerable.Range(0, (int)((Most / step) + 0.001) + 1).Select(index => index * step);
    }

    private static double Step(double length)
    {
        var raw = length / Marks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power * (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
    }
}
