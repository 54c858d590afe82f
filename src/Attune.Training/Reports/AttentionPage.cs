using System.Xml;
using Attune.Inference;

namespace Attune.Training;

/// <summary>
/// The page of what a model attends to: for each kind of attention a small picture of every layer and head, and each large with the tokens at its sides. One file that
/// needs nothing from elsewhere; readable without scripts. Well-formed as XML too.
/// </summary>
public sealed record AttentionPage
{
    /// <summary>Tokens that a side of a picture can have.</summary>
    public const int MostTokens = 128;

    /// <summary>Weights that a page can hold.</summary>
    public const int MostWeights = 2_000_000;

    // Each is an element of some 50 bytes.
    private const int MostTips = 60_000;

    /// <summary>The heading: the model.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence below it; may be empty.</summary>
    public string About { get; init; } = "";

    /// <summary>The encoder's tokens; empty for a language model. See <see cref="TokenLabels"/>.</summary>
    public IReadOnlyList<string> Source { get; init; } = [];

    /// <summary>The decoder's, or the language model's, tokens: those that it reads.</summary>
    public required IReadOnlyList<string> Target { get; init; }

    /// <summary>What was attended to: see <see cref="AttentionMaps"/>.</summary>
    public required IReadOnlyList<AttentionMap> Maps { get; init; }

    /// <summary>Writes the page, all or nothing.</summary>
    /// <exception cref="ArgumentException">More than <see cref="MostTokens"/> or <see cref="MostWeights"/>, no map, or maps of other sizes than the tokens.</exception>
    /// <exception cref="IOException">The folder is missing, the disk is full, and so on.</exception>
    public void Save(string path)
    {
        Check();
        var sections = Sections().ToArray();
        HtmlPage.Write(path, HtmlPage.Clean($"{Title} · attention"), AttentionStyle.Rules, page =>
        {
            page.Start("main");
            WriteTop(page);
            foreach (var section in sections)
                section.WriteOverview(page);
            page.WriteEndElement();
            foreach (var section in sections)
                section.WriteLarge(page);
            page.Start("script");
            page.WriteRaw(AttentionStyle.Script);
            page.WriteFullEndElement();
        });
    }

    private void Check()
    {
        if (Maps.Count == 0)
            throw new ArgumentException("attention page: expected at least one map, got none");
        foreach (var (side, tokens) in ((string, int)[])[("source", Source.Count), ("target", Target.Count)])
        {
            if (tokens > MostTokens)
                throw new ArgumentException($"attention page: expected at most {MostTokens} tokens, got {tokens} in the {side}: give a shorter text");
        }

        foreach (var map in Maps)
        {
            var (rows, columns) = (RowsOf(map.Kind).Count, ColumnsOf(map.Kind).Count);
            if (map.Rows != rows || map.Columns != columns || map.Weights.Length != (long)rows * columns || rows == 0)
            {
                throw new ArgumentException(
                    $"attention page: expected maps of {rows} x {columns} weights, got {map.Rows} x {map.Columns} and {map.Weights.Length} weights in {map.Kind} {map.Layer}.{map.Head}");
            }
        }

        long weights = Maps.Sum(map => (long)map.Weights.Length);
        if (weights > MostWeights)
        {
            throw new ArgumentException(
                $"attention page: expected at most {ReadableNumber.Count(MostWeights)} weights, got {ReadableNumber.Count(weights)} in {Maps.Count} heads: give a shorter text");
        }
    }

    private IReadOnlyList<string> RowsOf(AttentionKind kind) => kind is AttentionKind.Encoder ? Source : Target;

    private IReadOnlyList<string> ColumnsOf(AttentionKind kind) => kind is AttentionKind.Decoder ? Target : Source;

    private IEnumerable<AttentionSection> Sections()
    {
        int tips = TipsOfRow();
        foreach (var maps in Maps.GroupBy(map => map.Kind).OrderBy(maps => maps.Key))
        {
            var (title, about) = maps.Key switch
            {
                AttentionKind.Encoder => ("Encoder", "Every token of the source looks at all tokens of the source."),
                AttentionKind.Cross => ("Cross-attention", "Every token of the target, as the decoder reads it to write the next one, looks at all tokens of the source."),
                _ when Source.Count > 0 => ("Decoder", "Every token of the target looks at itself and at those before it; what comes later is hidden."),
                _ => ("Self-attention", "Every token looks at itself and at those before it; what comes later is hidden."),
            };
            var axes = new AttentionAxes($"axes-{maps.Key}".ToLowerInvariant(), Clean(RowsOf(maps.Key)), Clean(ColumnsOf(maps.Key)));
            yield return new(maps.Key, title, about, axes, maps, tips);
        }
    }

    /// <summary>All cells of a row, or the strongest where that would be too many for a page.</summary>
    private int TipsOfRow()
    {
        long all = Maps.Sum(map => Enumerable.Range(0, map.Rows).Sum(map.Visible));
        return all <= MostTips ? MostTokens : Math.Max(1, MostTips / Maps.Sum(map => map.Rows));
    }

    private void WriteTop(XmlWriter page)
    {
        page.Start("header");
        page.Element("p", "Attention", "kind");
        page.Element("h1", HtmlPage.Clean(Title));
        if (About.Length > 0)
            page.Element("p", HtmlPage.Clean(About), "about");
        page.Start("dl", "sentences");
        if (Source.Count > 0)
            WriteTokens(page, "source", Source);
        WriteTokens(page, Source.Count > 0 ? "target" : "text", Target);
        page.WriteEndElement();
        AttentionLegend.Write(page);
        int tips = TipsOfRow();
        page.Element("p",
            "A row is a token that looks, a column a token that is looked at; the weights of a row sum to 100 %. Choose a picture to see it large: there the strongest cell of each "
            + $"row has an outline, and {(tips < MostTokens ? $"the {tips} strongest of each row say their" : "each cell of at least 0.1 % says its")} weight when pointed at. "
            + "Below a picture stands what takes at least half of its weight: the token itself, the previous or next one, the first or last; or «even» where entropy is at least 95 % of that of even weights.",
            "note");
        page.WriteEndElement();
    }

    private static void WriteTokens(XmlWriter page, string name, IReadOnlyList<string> tokens)
    {
        page.Start("div");
        page.Element("dt", $"{name}, {ReadableNumber.Count(tokens.Count)} {(tokens.Count == 1 ? "token" : "tokens")}");
        page.Start("dd");
        foreach (string token in tokens)
        {
            page.Element("span", HtmlPage.Clean(token));
            page.WriteString(" ");
        }

        page.WriteEndElement();
        page.WriteEndElement();
    }

    private static string[] Clean(IReadOnlyList<string> tokens) => [.. tokens.Select(HtmlPage.Clean)];
}
