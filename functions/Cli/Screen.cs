using Spectre.Console;

namespace Longshore.Cli;

/// <summary>The output for people: a terminal, or a pipe that gets plain lines.</summary>
internal static class Screen
{
    /// <summary>Whether it is a terminal that can move its cursor. Source: the convention <c>TERM=dumb</c>.</summary>
    public static bool IsLive(bool isTerminal, string? term) => isTerminal && term is not (null or "" or "dumb");

    /// <summary>The same for a writer. Only the process's own outputs can be a terminal.</summary>
    public static bool IsLive(TextWriter writer)
    {
        var isTerminal = (writer == Console.Out && !Console.IsOutputRedirected)
            || (writer == Console.Error && !Console.IsErrorRedirected);
        return IsLive(isTerminal, Environment.GetEnvironmentVariable("TERM"));
    }

    /// <summary>The environment's <c>NO_COLOR</c>; null if it has none.</summary>
    public static string? NoColor => Environment.GetEnvironmentVariable("NO_COLOR");

    /// <param name="noColor"><c>NO_COLOR</c>, no-color.org: it removes the colours and nothing else.</param>
    /// <param name="width">Its columns; null asks the terminal.</param>
    public static IAnsiConsole Live(TextWriter writer, string? noColor, int? width = null)
    {
        var colours = string.IsNullOrEmpty(noColor) ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors;
        var console = Create(writer, AnsiSupport.Yes, colours);
        if (width is { } columns)
            console.Profile.Width = columns;
        return console;
    }

    /// <summary>A pipe: letters only, and no line wraps.</summary>
    public static IAnsiConsole Plain(TextWriter writer)
    {
        var console = Create(writer, AnsiSupport.No, ColorSystemSupport.NoColors);
        console.Profile.Width = 1_000_000;
        return console;
    }

    private static IAnsiConsole Create(TextWriter writer, AnsiSupport ansi, ColorSystemSupport colours) =>
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi,
            ColorSystem = colours,
            Interactive = ansi == AnsiSupport.Yes ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
}
