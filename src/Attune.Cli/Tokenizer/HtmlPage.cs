using System.Xml;
using Attune.Formats;

namespace Attune.Cli.Tokenizers;

/// <summary>A page in one file, without anything from elsewhere; well-formed as XML too. Dark or light as the reader's system is.</summary>
internal static class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1d2430; --soft: #667085; --line: #d9dee7; --page: #ffffff; --card: #f6f8fb; --bar: #3b6fd4;
          --a: #cfe3ff; --b: #ffe2c4; --c: #d3f2d6; --d: #f3d6f5; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #98a2b3; --line: #333c4a; --page: #12161d; --card: #1a202a; --bar: #6f9bf0;
          --a: #1f3f6b; --b: #63411c; --c: #1f5230; --d: #57295c; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem 4rem; color: var(--ink); background: var(--page); font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.5rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.05rem; margin: 2rem 0 .6rem; }
        p.about { color: var(--soft); margin: 0 0 1.25rem; }
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

    private static readonly XmlWriterSettings s_settings = new() { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None, CloseOutput = false };

    /// <summary>Writes a page: beside the path first, then in its place.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="about">The line below.</param>
    /// <param name="body">Writes the rest.</param>
    /// <param name="style">Rules of this page.</param>
    public static void Write(string path, string title, string about, Action<XmlWriter> body, string style = "") => AtomicFile.Write(path, stream =>
    {
        using var page = XmlWriter.Create(stream, s_settings);
        page.WriteDocType("html", null, null, null);
        page.WriteStartElement("html", "http://www.w3.org/1999/xhtml");
        page.WriteAttributeString("lang", "en");
        page.WriteStartElement("head");
        page.WriteStartElement("meta");
        page.WriteAttributeString("charset", "utf-8");
        page.WriteEndElement();
        page.WriteStartElement("meta");
        page.WriteAttributeString("name", "viewport");
        page.WriteAttributeString("content", "width=device-width, initial-scale=1");
        page.WriteEndElement();
        page.Element("title", title);
        page.WriteStartElement("style");
        page.WriteRaw(Style + style);
        page.WriteEndElement();
        page.WriteEndElement();
        page.WriteStartElement("body");
        page.Element("h1", title);
        page.Element("p", about, "about");
        body(page);
        page.WriteEndElement();
        page.WriteEndElement();
    });

    /// <summary>Writes an element with text.</summary>
    public static void Element(this XmlWriter page, string name, string text, string? kind = null)
    {
        page.WriteStartElement(name);
        if (kind is not null)
            page.WriteAttributeString("class", kind);
        page.WriteString(text);
        page.WriteFullEndElement();
    }

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
