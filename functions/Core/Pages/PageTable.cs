namespace Longshore.Core.Pages;

/// <summary>A row of a table.</summary>
/// <param name="Cells">One for each column. The first is the row's head.</param>
/// <param name="Ids">Names that links of the page lead to.</param>
internal sealed record PageRow(IReadOnlyList<PageCell> Cells, params string[] Ids);

/// <summary>A cell of a table.</summary>
/// <param name="IsBad">Whether it stands out as a failure. The words must say it as well.</param>
/// <param name="Links">Text and id of places of this page, shown beneath the text.</param>
internal readonly record struct PageCell(string Text, bool IsBad = false, params (string Text, string Id)[] Links)
{
    public static PageCell Of(string text) => new(text);
}

/// <summary>How a column is aligned and wrapped; the names are classes of the style sheet.</summary>
public enum ColumnStyle
{
    Plain = 0,

    /// <summary>Numbers, aligned to the right. A zero is pale.</summary>
    Number,

    /// <summary>Counts of failures. Each one over zero stands out.</summary>
    Failures,

    /// <summary>A path or key of any length; it wraps.</summary>
    Name,

    /// <summary>Sentences.</summary>
    Text,

    /// <summary>A few words, in a narrow column.</summary>
    Words,
}

/// <summary>
/// Writes a table. If it is wider than the window, it can be scrolled by touch or by keyboard. On a phone each row of a table
/// with more than three columns is shown as a card, without the cells that hold zero.
/// </summary>
internal static class PageTable
{
    private const int MostColumns = 3;

    /// <param name="heading">The id of a heading with the same text. Without one (null) the table shows its caption.</param>
    public static string Of(
        string caption, string? heading, IReadOnlyList<(string Head, ColumnStyle Style)> columns, IEnumerable<PageRow> rows)
    {
        var markup = new StringBuilder();
        // The section around the table already has the heading's name. Two landmarks must not have the same name.
        var region = $"aria-label=\"{HtmlText.Of(heading is null ? caption : $"Table: {caption}")}\"";
        // The style sheet shows cards as blocks. A screen reader then needs roles to find rows and cells.
        var cards = columns.Count > MostColumns ? " cards" : "";
        markup.Append($"<div class=\"wide{cards}\" role=\"region\" tabindex=\"0\" {region}>\n")
            .Append($"<table role=\"table\"{(heading is null ? "" : $" aria-labelledby=\"{heading}\"")}>\n")
            .Append(heading is null ? $"<caption><span>{HtmlText.Prose(caption)}</span></caption>\n" : "")
            .Append("<thead role=\"rowgroup\"><tr role=\"row\">");
        foreach (var (head, style) in columns)
        {
            // A column of names may have no head.
            var number = IsNumber(style) ? " class=\"number\"" : "";
            markup.Append(head.Length == 0 ? "<td role=\"cell\"></td>"
                : $"<th role=\"columnheader\" scope=\"col\"{number}>{HtmlText.Of(head)}</th>");
        }

        markup.Append("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        foreach (var row in rows)
        {
            markup.Append("<tr role=\"row\">");
            for (var column = 0; column < row.Cells.Count; column++)
                Cell(markup, columns[column], row.Cells[column], column == 0 ? row.Ids : null);
            markup.Append("</tr>\n");
        }

        return markup.Append("</tbody>\n</table>\n</div>\n").ToString();
    }

    /// <param name="ids">The ids of the row if this is its first cell; otherwise null.</param>
    private static void Cell(StringBuilder markup, (string Head, ColumnStyle Style) column, PageCell cell, string[]? ids)
    {
        var (tag, role) = ids is null ? ("td", "role=\"cell\"") : ("th", "role=\"rowheader\" scope=\"row\"");
        markup.Append($"<{tag} {role}{Class(column.Style, cell)} data-head=\"{HtmlText.Of(column.Head)}\"><span>");
        foreach (var id in ids ?? [])
            markup.Append($"<span id=\"{id}\"></span>");
        markup.Append(column.Style == ColumnStyle.Name ? HtmlText.Of(cell.Text) : HtmlText.Prose(cell.Text));
        if (cell.Links is { Length: > 0 } links)
            markup.Append($"<span class=\"links\">{string.Join(' ', links.Select(link => Link(link.Text, link.Id)))}</span>");
        markup.Append($"</span></{tag}>");
    }

    private static string Link(string text, string id) => $"<a href=\"#{id}\">{HtmlText.Of(text)}</a>";

    private static string Class(ColumnStyle style, PageCell cell)
    {
        string?[] names =
        [
            IsNumber(style) ? "number" : style == ColumnStyle.Plain ? null : style.ToString().ToLowerInvariant(),
            IsNumber(style) && cell.Text == "0" ? "zero" : null,
            cell.IsBad || (style == ColumnStyle.Failures && cell.Text is not ("0" or "")) ? "bad" : null,
        ];
        var joined = string.Join(' ', names.OfType<string>());
        return joined.Length == 0 ? "" : $" class=\"{joined}\"";
    }

    private static bool IsNumber(ColumnStyle style) => style is ColumnStyle.Number or ColumnStyle.Failures;
}
