using System.Globalization;
using System.Xml;
using Attune.Training;

namespace Attune.Cli.Tokenizers;

/// <summary>The page of <c>attune tokenizer compare</c>: a table, bars, and a line of the text as each tokenizer cuts it.</summary>
internal static class ComparePage
{
    private const int BarHeight = 22;
    private const int NameWidth = 190;
    private const int BarWidth = 270;

    private const string Style = """
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(28rem, 100%), 1fr)); gap: 1rem 2rem; }
        .charts h2 { margin-top: 1.5rem; }
        svg { width: 100%; height: auto; display: block; }
        svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
        svg rect { fill: var(--bar); }
        h3 { font-size: .95rem; margin: 1.1rem 0 .2rem; overflow-wrap: anywhere; }
        """;

    public static void Write(string path, TokenizerScore[] scores) => TokenizerPage.Write(
        path,
        "Tokenizers side by side",
        string.Create(CultureInfo.InvariantCulture, $"{scores.Length} tokenizers on the same {scores[0].Bytes:n0} bytes of text. A rare word is one that occurs once."),
        page =>
        {
            page.Table(CompareCommand.Heads, scores.Select(CompareCommand.Row));
            page.WriteStartElement("div");
            page.WriteAttributeString("class", "charts");
            Chart(page, "Bytes per token", scores, score => score.BytesPerToken, "0.00");
            Chart(page, "Tokens per word", scores, score => score.TokensPerWord, "0.00");
            Chart(page, "Words of one token", scores, score => score.WholeWords, "0.0 %");
            Chart(page, "Tokens per rare word", scores, score => score.TokensPerRareWord, "0.00");
            page.WriteEndElement();
            if (CompareCommand.ScriptsOf(scores) is { Length: > 0 } scripts)
            {
                page.Element("h2", "Tokens per word by script (of scripts without spaces: per character)");
                page.Table(["tokenizer", .. scripts], scores.Select(score => CompareCommand.ByScript(score, scripts)));
            }

            page.Element("h2", "The same line");
            foreach (var score in scores)
            {
                page.Element("h3", string.Create(CultureInfo.InvariantCulture, $"{score.Name}: {score.Example.Count(view => view.IsToken)} tokens"));
                page.Tokens(score.Example);
            }

            page.Element("h2", "Words that cost the most tokens");
            page.Table(["tokenizer", "words"], scores.Select(score => new[] { score.Name, score.CostlyWordsLine }));
        },
        Style);

    private static void Chart(XmlWriter page, string title, TokenizerScore[] scores, Func<TokenizerScore, double> value, string format)
    {
        const string Svg = "http://www.w3.org/2000/svg";
        double greatest = Math.Max(1e-9, scores.Max(value));
        page.WriteStartElement("div");
        page.Element("h2", title);
        page.WriteStartElement("svg", Svg);
        page.WriteAttributeString("viewBox", $"0 0 {NameWidth + BarWidth + 60} {scores.Length * BarHeight}");
        page.WriteAttributeString("role", "img");
        page.WriteAttributeString("aria-label", title);
        for (int i = 0; i < scores.Length; i++)
        {
            double width = BarWidth * value(scores[i]) / greatest;
            Text(page, NameWidth - 8, i, "end", Shortened(scores[i].Name));
            page.WriteStartElement("rect", Svg);
            page.WriteAttributeString("x", $"{NameWidth}");
            page.WriteAttributeString("y", $"{i * BarHeight + 3}");
            page.WriteAttributeString("width", width.ToString("0.0", CultureInfo.InvariantCulture));
            page.WriteAttributeString("height", $"{BarHeight - 6}");
            page.WriteAttributeString("rx", "3");
            page.WriteEndElement();
            Text(page, NameWidth + width + 6, i, "start", value(scores[i]).ToString(format, CultureInfo.InvariantCulture));
        }

        page.WriteEndElement();
        page.WriteEndElement();
    }

    private static void Text(XmlWriter page, double x, int row, string anchor, string text)
    {
        page.WriteStartElement("text", "http://www.w3.org/2000/svg");
        page.WriteAttributeString("x", x.ToString("0.0", CultureInfo.InvariantCulture));
        page.WriteAttributeString("y", $"{row * BarHeight + 15}");
        page.WriteAttributeString("text-anchor", anchor);
        page.WriteString(text);
        page.WriteEndElement();
    }

    // The end of a path says more than its beginning.
    private static string Shortened(string name) => name.Length <= 26 ? name : $"…{name[^25..]}";
}
