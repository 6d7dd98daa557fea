namespace Longshore.Core.Pages;

/// <summary>The parts of a plot.</summary>
internal static class Svg
{
    public const int Width = 720;

    /// <param name="title">For a screen reader.</param>
    /// <param name="description">Describes the plot, with its main numbers.</param>
    public static StringBuilder Begin(int height, string title, string description, string attributes = "") => new(
        $"<svg{attributes} viewBox=\"0 0 {Width} {height}\" role=\"img\">"
        + $"<title>{HtmlText.Of(title)}</title><desc>{HtmlText.Of(description)}</desc>\n");

    public static string Text(double x, double y, string text, string attributes = "") =>
        $"<text x=\"{Number(x)}\" y=\"{Number(y)}\"{attributes}>{HtmlText.Of(text)}</text>\n";

    public static string Rectangle(double x, double y, double width, double height, string attributes) =>
        $"<rect x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\"{attributes}/>\n";

    /// <summary>A coordinate in an attribute.</summary>
    public static string Number(double coordinate) => coordinate.ToString("0.##", CultureInfo.InvariantCulture);
}
