using System.Security.Cryptography;

namespace Longshore.Core.Pages;

/// <summary>
/// A page without scripts, fonts and links to other addresses. Its policy allows one style sheet, by its hash: text that is not
/// escaped by mistake runs no script and sets no style.
/// </summary>
public sealed class HtmlPage(string title)
{
    private const string Style = """

        :root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --page: #ffffff; --panel: #f6f8fa;
          --a: #0a5fb4; --b: #b35900; --c: #1a7f37; --bad: #b42318; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6edf3; --soft: #9aa4ae; --line: #3d444d; --page: #0d1117; --panel: #161b22;
          --a: #6cb6ff; --b: #f0a35e; --c: #57c768; --bad: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 72rem; font: 16px/1.5 system-ui, sans-serif;
          color: var(--ink); background: var(--page); }
        h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
        p, li { overflow-wrap: anywhere; } .soft { color: var(--soft); }
        a { color: var(--a); } :focus-visible { outline: 2px solid var(--a); outline-offset: 2px; }
        .skip { position: absolute; left: 1rem; top: -4rem; padding: .5rem .75rem; background: var(--panel);
          border: 1px solid var(--line); } .skip:focus { top: .5rem; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0 1rem; list-style: none; margin: .5rem 0; padding: 0; }
        nav a { display: inline-block; padding: .3rem 0; }
        .note { border: 1px solid var(--line); border-left: .35rem solid var(--c); border-radius: 6px; background: var(--panel);
          padding: .6rem .9rem; margin: 1rem 0; }
        .note.alarm { border-left-color: var(--bad); } .note p, .note ul { margin: .25rem 0; } .note ul { padding-left: 1.25rem; }
        .wide { overflow-x: auto; margin: 1rem 0; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        caption { text-align: left; color: var(--soft); padding: .25rem 0; }
        caption span { display: block; position: sticky; left: 0; max-width: calc(100vw - 2rem); }
        th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid var(--line); }
        th { white-space: nowrap; } thead th, thead th.number { white-space: normal; vertical-align: bottom; }
        .words { white-space: normal; min-width: 6rem; } .text { min-width: 14rem; }
        .name { white-space: normal; overflow-wrap: anywhere; min-width: 12rem;
          font-family: ui-monospace, monospace; font-weight: 400; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        figure { margin: 1rem 0; } figcaption { color: var(--soft); font-size: .9rem; }
        svg { width: 100%; height: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
        svg text { fill: var(--ink); font: 12px system-ui, sans-serif; } svg .axis { stroke: var(--line); }
        svg .soft { fill: var(--soft); }
        tbody th:not(.name, .words) { position: sticky; left: 0; background: var(--page); }
        @media (max-width: 40rem) { svg.time text { font-size: 22px; } svg.time .fine { display: none; } }
        dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1rem 0; }
        dl > div { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem; }
        dt { color: var(--soft); font-size: .85rem; }
        dd { margin: 0; font-size: 1.25rem; font-weight: 600; overflow-wrap: anywhere; }
        code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
        article { border: 1px solid var(--line); border-radius: 6px; padding: .6rem .9rem; margin: .75rem 0; }
        article > * { margin: .25rem 0; }
        h3 { font-size: 1rem; overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--panel);
          border: 1px solid var(--line); border-radius: 6px; padding: .5rem .75rem; }
        footer { margin-top: 2rem; border-top: 1px solid var(--line); }

        """;

    private readonly StringBuilder _body = new();
    private readonly List<string> _headings = [];

    /// <summary>The page's Content-Security-Policy for the header of an answer.</summary>
    public static string Policy => PolicyInPage + "; frame-ancestors 'none'";

    /// <summary>The same for the page itself. It has no <c>frame-ancestors</c>: a page cannot set it.</summary>
    private static string PolicyInPage { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet)))}'; "
            + "base-uri 'none'; form-action 'none'";

    private static string Sheet => Style.ReplaceLineEndings("\n");

    /// <summary>Whether the page begins with links to its headings. Default false.</summary>
    public bool HasContents { get; init; }

    /// <summary>Text at the end; null for none.</summary>
    public string? Footer { get; init; }

    /// <summary>Begins a section, which ends at the next heading.</summary>
    public HtmlPage Heading(string text)
    {
        Add(_headings.Count > 0 ? "</section>\n" : "");
        _headings.Add(text);
        var id = $"s{_headings.Count}";
        return Add($"<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{HtmlText.Of(text)}</h2>\n");
    }

    /// <summary>A box with the most important fact.</summary>
    /// <param name="isAlarm">Whether a person has to act. The words must say it as well.</param>
    public HtmlPage Note(string text, IReadOnlyCollection<string> items, bool isAlarm)
    {
        Add($"<div class=\"note{(isAlarm ? " alarm" : "")}\" role=\"status\">\n").Paragraph(text);
        return (items.Count > 0 ? List(items) : this).Add("</div>\n");
    }

    /// <summary>A box for an item that is too long for a row of a table.</summary>
    /// <param name="command">A command that a person may copy; null for none.</param>
    public HtmlPage Card(string heading, IEnumerable<string> paragraphs, string? command)
    {
        Add($"<article>\n<h3>{HtmlText.Of(heading)}</h3>\n");
        foreach (var text in paragraphs)
            Paragraph(text);
        return Add(command is null ? "" : $"<pre><code>{HtmlText.Of(command)}</code></pre>\n").Add("</article>\n");
    }

    public HtmlPage Paragraph(string text, string? style = null) =>
        Add($"<p{(style is null ? "" : $" class=\"{style}\"")}>{HtmlText.Of(text)}</p>\n");

    public HtmlPage List(IEnumerable<string> items) =>
        Add($"<ul>\n{string.Concat(items.Select(item => $"<li>{HtmlText.Of(item)}</li>\n"))}</ul>\n");

    /// <summary>The most important numbers.</summary>
    public HtmlPage Facts(IEnumerable<(string Name, string Value)> facts) => Add($"<dl>\n{string.Concat(facts.Select(fact =>
        $"<div><dt>{HtmlText.Of(fact.Name)}</dt><dd>{HtmlText.Of(fact.Value)}</dd></div>\n"))}</dl>\n");

    /// <summary>A table that scrolls on a narrow screen, by touch or by keyboard.</summary>
    /// <param name="columns">Head and style of each column.</param>
    /// <param name="rows">A cell for each column. The first cell is the row's head.</param>
    public HtmlPage Table(
        string caption, IReadOnlyList<(string Head, ColumnStyle Style)> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Add($"<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{HtmlText.Of(caption)}\">\n<table>\n")
            .Add($"<caption><span>{HtmlText.Of(caption)}</span></caption>\n<thead><tr>");
        foreach (var (head, style) in columns)
            Add($"<th scope=\"col\"{(style == ColumnStyle.Number ? Class(style) : "")}>{HtmlText.Of(head)}</th>");
        Add("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            Add($"<tr><th scope=\"row\"{Class(columns[0].Style)}>{HtmlText.Of(row[0])}</th>");
            for (var column = 1; column < row.Count; column++)
                Add($"<td{Class(columns[column].Style)}>{HtmlText.Of(row[column])}</td>");
            Add("</tr>\n");
        }

        return Add("</tbody>\n</table>\n</div>\n");

        static string Class(ColumnStyle style) =>
            style == ColumnStyle.Plain ? "" : $" class=\"{style.ToString().ToLowerInvariant()}\"";
    }

    /// <param name="svg">Markup of <see cref="TimeChart"/> or <see cref="BarChart"/>.</param>
    /// <param name="caption">Describes the plot.</param>
    public HtmlPage Figure(string svg, string caption) =>
        Add($"<figure>\n{svg}<figcaption>{HtmlText.Of(caption)}</figcaption>\n</figure>\n");

    public override string ToString() => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy" content="{PolicyInPage}">
        <title>{HtmlText.Of(title)}</title>
        <style>{Sheet}</style>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
        <h1>{HtmlText.Of(title)}</h1>
        {Contents()}</header>
        <main id="main" tabindex="-1">
        {_body}{(_headings.Count > 0 ? "</section>\n" : "")}</main>
        {(Footer is null ? "" : $"<footer>\n<p class=\"soft\">{HtmlText.Of(Footer)}</p>\n</footer>\n")}</body>
        </html>

        """;

    private HtmlPage Add(string markup)
    {
        _body.Append(markup);
        return this;
    }

    private string Contents() => !HasContents ? "" : $"<nav aria-label=\"On this page\">\n<ul>\n{string.Concat(_headings.Select(
        (heading, index) => $"<li><a href=\"#s{index + 1}\">{HtmlText.Of(heading)}</a></li>\n"))}</ul>\n</nav>\n";
}

/// <summary>How a column is aligned and wrapped; the names are classes of the style sheet.</summary>
public enum ColumnStyle
{
    Plain = 0,

    /// <summary>Numbers, aligned to the right.</summary>
    Number,

    /// <summary>A path or key of any length; it wraps.</summary>
    Name,

    /// <summary>Sentences.</summary>
    Text,

    /// <summary>A few words; they wrap in a narrow column.</summary>
    Words,
}
