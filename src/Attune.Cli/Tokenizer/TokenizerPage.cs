using System.Xml;
using Attune.Training;

namespace Attune.Cli.Tokenizers;

/// <summary>The pages of <c>attune tokenizer</c>: a heading, a line below, and facts, tables and coloured tokens.</summary>
internal static class TokenizerPage
{
    private const string Style = """
        :root { --a: #cfe3ff; --b: #ffe2c4; --c: #d3f2d6; --d: #f3d6f5; }
        @media (prefers-color-scheme: dark) { :root { --a: #1f3f6b; --b: #63411c; --c: #1f5230; --d: #57295c; } }
        .about { margin-bottom: 1.25rem; }
        .facts { display: flex; flex-wrap: wrap; gap: .75rem; }
        .fact { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .55rem .9rem; }
        .fact b { display: block; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
        .fact span { color: var(--soft); font-size: .85rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { border-bottom: 1px solid var(--line); padding: .4rem .7rem; text-align: right; vertical-align: top; }
        th { color: var(--soft); font-weight: 600; font-size: .85rem; }
        th:first-child, td:first-child { text-align: left; white-space: nowrap; }
        td.left, th.left { text-align: left; }
        .text { font: 14px/1.9 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
        .text div { content-visibility: auto; contain-intrinsic-size: auto 1.9em; }
        i { font-style: normal; border-radius: .2em; padding: .1em 0; background: var(--a); }
        i.b { background: var(--b); } i.c { background: var(--c); } i.d { background: var(--d); }
        i:hover { outline: 2px solid var(--bar); }
        s { text-decoration: none; color: var(--soft); }
        """;

    /// <summary>Writes a page, all or nothing.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="about">The line below.</param>
    /// <param name="body">Writes the rest.</param>
    /// <param name="style">Rules of this page.</param>
    public static void Write(string path, string title, string about, Action<XmlWriter> body, string style = "") => HtmlPage.Write(path, title, Style + style, page =>
    {
        page.Element("h1", title);
        page.Element("p", about, "about");
        body(page);
    });

    /// <summary>Writes a large number and what it counts, side by side with others.</summary>
    public static void Facts(this XmlWriter page, params IEnumerable<(string Number, string What)> facts)
    {
        page.WriteStartElement("div");
        page.WriteAttributeString("class", "facts");
        foreach (var (number, what) in facts)
        {
            page.WriteStartElement("div");
            page.WriteAttributeString("class", "fact");
            page.Element("b", number);
            page.Element("span", what);
            page.WriteEndElement();
        }

        page.WriteEndElement();
    }

    /// <summary>Writes a table.</summary>
    public static void Table(this XmlWriter page, IEnumerable<string> heads, IEnumerable<IEnumerable<string>> rows)
    {
        page.WriteStartElement("div");
        page.WriteAttributeString("class", "scroll");
        page.WriteStartElement("table");
        page.WriteStartElement("tr");
        foreach (string head in heads)
            page.Element("th", head);
        page.WriteEndElement();
        foreach (var row in rows)
        {
            page.WriteStartElement("tr");
            foreach (string cell in row)
                page.Element("td", cell);
            page.WriteEndElement();
        }

        page.WriteEndElement();
        page.WriteEndElement();
    }

    /// <summary>Writes tokens, each on its colour.</summary>
    public static void Tokens(this XmlWriter page, IEnumerable<TokenView> tokens)
    {
        page.WriteStartElement("div");
        page.WriteAttributeString("class", "text");
        page.WriteStartElement("div");
        int number = 0;
        bool ended = false;
        foreach (var token in tokens)
        {
            // A block for each line, so that a browser lays out those only that are seen.
            if (ended)
            {
                page.WriteFullEndElement();
                page.WriteStartElement("div");
            }

            ended = token.Shown.EndsWith('\n');
            if (!token.IsToken)
            {
                page.Element("s", Breakable(token.Shown));
                continue;
            }

            page.Element("i", Breakable(token.Shown), (number++ % 4) switch { 0 => null, 1 => "b", 2 => "c", _ => "d" });
        }

        page.WriteFullEndElement();
        page.WriteEndElement();
    }

    // Where a space was, a line may end.
    private static string Breakable(string shown) => shown.Replace("·", "\u200B·", StringComparison.Ordinal);
}
