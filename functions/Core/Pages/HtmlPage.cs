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
          --faint: #6b737c; --a: #0a5fb4; --b: #b35900; --c: #1a7f37; --bad: #b42318; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6edf3; --soft: #9aa4ae; --line: #3d444d; --page: #0d1117; --panel: #161b22;
          --faint: #858e98; --a: #6cb6ff; --b: #f0a35e; --c: #57c768; --bad: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 76rem; font: 16px/1.5 system-ui, sans-serif;
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
        .words { white-space: normal; min-width: 6rem; overflow-wrap: break-word; } .text { min-width: 14rem; }
        .name { white-space: normal; overflow-wrap: anywhere; min-width: 12rem;
          font-family: ui-monospace, monospace; font-weight: 400; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-inline: .35rem; }
        .zero { color: var(--faint); font-weight: 300; } .bad { color: var(--bad); font-weight: 700; }
        .whole, .links a { white-space: nowrap; } .links { display: block; font-weight: 400; }
        .links a + a { margin-left: .5rem; }
        tr:has(:target) > * { background: var(--panel); }
        figure { margin: 1rem 0; } figcaption { color: var(--soft); font-size: .9rem; }
        svg { width: 100%; height: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
        svg text { fill: var(--ink); font: 12px system-ui, sans-serif; } svg .axis { stroke: var(--line); }
        svg .soft { fill: var(--soft); }
        tbody th:not(.name, .words) { position: sticky; left: 0; background: var(--page); }
        @media (max-width: 40rem) { svg.time text { font-size: 22px; } svg.time .fine { display: none; }
          .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .cards table, .cards caption, .cards tbody { display: block; }
          .cards tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.5rem; border: 1px solid var(--line);
            border-radius: 6px; margin: .75rem 0; padding: .3rem .6rem; }
          .cards tbody :is(th, .words, .name, .text) { grid-column: 1 / -1; }
          .cards tbody :is(th, td) { display: flex; justify-content: space-between; gap: 1rem; border: 0; padding: .15rem 0;
            white-space: normal; position: static; min-width: 0; text-align: left; }
          .cards tbody :is(th, td) > span { text-align: right; min-width: 0; overflow-wrap: anywhere; }
          .cards tbody :is(th, td)::before { content: attr(data-head); color: var(--soft); font: 400 .9rem system-ui, sans-serif;
            flex: none; max-width: 45%; }
          .cards tbody .zero { display: none; } }
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

    /// <summary>Text beneath the title; null for none.</summary>
    public string? Lead { get; init; }

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
        return (command is null ? this : Command(command)).Add("</article>\n");
    }

    /// <summary>A command that a person may copy.</summary>
    public HtmlPage Command(string command) => Add($"<pre><code>{HtmlText.Of(command)}</code></pre>\n");

    public HtmlPage Paragraph(string text, string? style = null) =>
        Add($"<p{(style is null ? "" : $" class=\"{style}\"")}>{HtmlText.Prose(text)}</p>\n");

    public HtmlPage List(IEnumerable<string> items) =>
        Add($"<ul>\n{string.Concat(items.Select(item => $"<li>{HtmlText.Prose(item)}</li>\n"))}</ul>\n");

    /// <summary>The most important numbers.</summary>
    public HtmlPage Facts(IEnumerable<(string Name, string Value)> facts) => Add($"<dl>\n{string.Concat(facts.Select(fact =>
        $"<div><dt>{HtmlText.Of(fact.Name)}</dt><dd>{HtmlText.Prose(fact.Value)}</dd></div>\n"))}</dl>\n");

    /// <summary>A table of text.</summary>
    /// <param name="columns">Head and style of each column.</param>
    /// <param name="rows">A cell for each column. The first cell is the row's head.</param>
    public HtmlPage Table(
        string caption, IReadOnlyList<(string Head, ColumnStyle Style)> columns, IEnumerable<IReadOnlyList<string>> rows) =>
        Table(caption, columns, rows.Select(row => new PageRow([.. row.Select(PageCell.Of)])));

    /// <summary>A table with links or with cells that stand out.</summary>
    /// <param name="caption">Not shown a second time if it is the section's heading.</param>
    internal HtmlPage Table(
        string caption, IReadOnlyList<(string Head, ColumnStyle Style)> columns, IEnumerable<PageRow> rows) =>
        Add(PageTable.Of(caption, _headings.LastOrDefault() == caption ? $"s{_headings.Count}" : null, columns, rows));

    /// <param name="svg">Markup of <see cref="TimeChart"/> or <see cref="BarChart"/>.</param>
    /// <param name="caption">Describes the plot.</param>
    public HtmlPage Figure(string svg, string caption) =>
        Add($"<figure>\n{svg}<figcaption>{HtmlText.Prose(caption)}</figcaption>\n</figure>\n");

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
        {(Lead is null ? "" : $"<p class=\"soft\">{HtmlText.Prose(Lead)}</p>\n")}{Contents()}</header>
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
