namespace Longshore.Cli.Capacity;

/// <summary>The plan as tables, for a terminal or a mail.</summary>
internal static class CapacityText
{
    public static void Write(CapacityPlan plan, TextWriter output)
    {
        foreach (var section in CapacityReport.Of(plan))
        {
            output.WriteLine(PlainText.Of(section.Title));
            PeopleTable.Write(output, section.Heads, section.Rows, section.Numbers, indent: "  ");
            foreach (var note in section.Notes)
                output.WriteLine($"  {note}");
            output.WriteLine();
        }
    }
}
