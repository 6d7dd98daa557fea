using Longshore.Core.Capacity;

namespace Longshore.Cli.Capacity;

/// <summary>The plan as aligned plain text, for a terminal or a mail.</summary>
internal static class CapacityText
{
    public static void Write(CapacityPlan plan, TextWriter output)
    {
        foreach (var section in CapacityReport.Of(plan))
        {
            output.WriteLine(section.Title);
            Table(section, output);
            foreach (var note in section.Notes)
                output.WriteLine($"  {note}");
            output.WriteLine();
        }
    }

    private static void Table(ReportSection section, TextWriter output)
    {
        string[][] rows = section.Heads is { } heads ? [heads, .. section.Rows] : section.Rows;
        if (rows.Length == 0)
            return;
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine("  " + string.Join("  ", row.Select((cell, column) => column == row.Length - 1 && !section.Numbers.Contains(column)
                ? cell
                : section.Numbers.Contains(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
