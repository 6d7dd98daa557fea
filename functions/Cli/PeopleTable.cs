using Spectre.Console;

namespace Longshore.Cli;

/// <summary>A table for people: lines and borders on a terminal, aligned columns in a pipe.</summary>
internal static class PeopleTable
{
    /// <param name="heads">Null if the first column names the rows.</param>
    /// <param name="rows">As wide as the heads.</param>
    /// <param name="numbers">Columns that are aligned to the right.</param>
    /// <param name="indent">Text before each line in a pipe.</param>
    public static void Write(TextWriter output, string[]? heads, IReadOnlyList<string[]> rows, IReadOnlyCollection<int> numbers,
        string indent = "")
    {
        var width = heads?.Length ?? (rows.Count > 0 ? rows[0].Length : 0);
        if (width == 0)
            return;
        var isLive = Screen.IsLive(output);
        var table = new Table { Border = isLive ? TableBorder.Rounded : TableBorder.None, ShowHeaders = heads is not null };
        for (var column = 0; column < width; column++)
        {
            table.AddColumn(new TableColumn(Cell(heads?[column] ?? ""))
            {
                Alignment = numbers.Contains(column) ? Justify.Right : Justify.Left,
                NoWrap = !isLive,
                Width = isLive && numbers.Contains(column) ? WidthOf(column, heads, rows) : null,
                Padding = isLive ? new Padding(1, 0, 1, 0) : new Padding(0, 0, column == width - 1 ? 0 : 2, 0),
            });
        }

        foreach (var row in rows)
            table.AddRow(row.Select(Cell));
        if (isLive)
        {
            Screen.Live(output, Screen.NoColor).Write(table);
            return;
        }

        using var drawn = new StringWriter();
        Screen.Plain(drawn).Write(table);
        var lines = drawn.ToString().Split('\n').Select(static line => line.TrimEnd());
        foreach (var line in lines.Where(static line => line.Length > 0))
            output.WriteLine(indent + line);
    }

    /// <summary>The width at which no number is parted from its unit, and no word of the head is broken.</summary>
    private static int WidthOf(int column, string[]? heads, IReadOnlyList<string[]> rows) =>
        rows.Select(row => row[column]).Concat((heads?[column] ?? "").Split(' ')).Max(static text => text.Length);

    /// <summary>Text without markup and without control characters.</summary>
    private static Text Cell(string text) => new(PlainText.Of(text));
}
