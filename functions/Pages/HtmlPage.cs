using System.Text;

namespace Longshore.Pages;

/// <summary>
/// A self-contained page: no script, no font, no address. Its policy forbids the browser what the page has no need of, so that even a
/// mistake in escaping runs nothing.
/// </summary>
internal sealed class HtmlPage(string title)
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --page: #ffffff; --panel: #f6f8fa;
          --a: #0a5fb4; --b: #b35900; --c: #1a7f37; --d: #8250df; --e: #bf3989; --f: #57606a; --g: #9a6700; --bad: #b42318; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4ae; --line: #3d444d; --page: #0d1117; --panel: #161b22;
          --a: #6cb6ff; --b: #f0a35e; --c: #57c768; --d: #b392f0; --e: #f778ba; --f: #9aa4ae; --g: #d4a72c; --bad: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 64rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); }
        h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
        p, li { overflow-wrap: anywhere; } .soft { color: var(--soft); } .bad { color: var(--bad); }
        .wide { overflow-x: auto; } .wide:focus-visible { outline: 2px solid var(--a); }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; } caption { text-align: left; color: var(--soft); padding: .25rem 0; }
        th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
        th { white-space: nowrap; } td.name { overflow-wrap: anywhere; min-width: 10rem; font-family: ui-monospace, monospace; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        figure { margin: 1rem 0; } figcaption { color: var(--soft); font-size: .9rem; }
        svg { width: 100%; height: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
        svg text { fill: var(--ink); font: 12px system-ui, sans-serif; } svg .axis { stroke: var(--line); } svg .soft { fill: var(--soft); }
        dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1rem 0; }
        dl > div { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem; }
        dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; font-size: 1.25rem; font-weight: 600; overflow-wrap: anywhere; }
        code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
        """;

    private readonly StringBuilder _body = new();

    public HtmlPage Heading(string text)
    {
        _body.Append("<h2>").Append(HtmlText.Of(text)).Append("</h2>\n");
        return this;
    }

    public HtmlPage Paragraph(string text, string? style = null)
    {
        _body.Append(style is null ? "<p>" : $"<p class=\"{style}\">").Append(HtmlText.Of(text)).Append("</p>\n");
        return this;
    }

    public HtmlPage List(IEnumerable<string> items)
    {
        _body.Append("<ul>\n");
        foreach (var item in items)
            _body.Append("<li>").Append(HtmlText.Of(item)).Append("</li>\n");
        _body.Append("</ul>\n");
        return this;
    }

    /// <summary>The few numbers that matter most.</summary>
    public HtmlPage Facts(IEnumerable<(string Name, string Value)> facts)
    {
        _body.Append("<dl>\n");
        foreach (var (name, value) in facts)
            _body.Append("<div><dt>").Append(HtmlText.Of(name)).Append("</dt><dd>").Append(HtmlText.Of(value)).Append("</dd></div>\n");
        _body.Append("</dl>\n");
        return this;
    }

    /// <param name="caption">What the table shows.</param>
    /// <param name="heads">One for each column.</param>
    /// <param name="rows">As wide as the heads; the first cell is the row's head.</param>
    /// <param name="numbers">Columns that are set to the right.</param>
    public HtmlPage Table(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, params int[] numbers)
    {
        string Class(int column) => numbers.Contains(column) ? " class=\"number\"" : "";
        // It scrolls by itself on a phone, and by keyboard.
        _body.Append("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"").Append(HtmlText.Of(caption)).Append("\">\n<table>\n<caption>")
            .Append(HtmlText.Of(caption)).Append("</caption>\n<thead><tr>");
        for (var column = 0; column < heads.Count; column++)
            _body.Append("<th scope=\"col\"").Append(Class(column)).Append('>').Append(HtmlText.Of(heads[column])).Append("</th>");
        _body.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            _body.Append("<tr><th scope=\"row\">").Append(HtmlText.Of(row[0])).Append("</th>");
            for (var column = 1; column < row.Count; column++)
                _body.Append("<td").Append(Class(column)).Append('>').Append(HtmlText.Of(row[column])).Append("</td>");
            _body.Append("</tr>\n");
        }

        _body.Append("</tbody>\n</table>\n</div>\n");
        return this;
    }

    /// <param name="svg">Markup of <see cref="LineChart"/> or <see cref="BarChart"/>.</param>
    /// <param name="caption">What to see in it.</param>
    public HtmlPage Figure(string svg, string caption)
    {
        _body.Append("<figure>\n").Append(svg).Append("<figcaption>").Append(HtmlText.Of(caption)).Append("</figcaption>\n</figure>\n");
        return this;
    }

    public override string ToString() => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <title>{HtmlText.Of(title)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        <main>
        <h1>{HtmlText.Of(title)}</h1>
        {_body}</main>
        </body>
        </html>

        """;
}
