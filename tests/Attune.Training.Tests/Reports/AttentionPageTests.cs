using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Attune.Formats.Tests;
using Attune.Inference;

namespace Attune.Training.Tests;

public sealed partial class AttentionPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_page_has_a_section_for_each_kind_of_attention_and_a_small_and_a_large_picture_of_each_head()
    {
        var page = Saved(EncoderDecoder(layers: 2, heads: 3, source: 5, target: 4));
        Assert.Equal(["Encoder", "Decoder", "Cross-attention"], Elements(page, "h2").Select(heading => heading.Value));
        Assert.Equal(3 * 2 * 3, OfClass(page, "small").Count());
        Assert.Equal(3 * 2 * 3, OfClass(page, "large").Count());
        Assert.Equal("Decoder, layer 1, head 2", OfClass(page, "large").Single(figure => Attribute(figure, "id") == "decoder-1-2-large").Attribute("aria-label")!.Value);
        Assert.StartsWith("layer 1, head 2: entropy ", Attribute(OfClass(page, "small").Single(link => Attribute(link, "id") == "decoder-1-2"), "title"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_model_has_one_section()
    {
        var page = Saved(new() { Title = "gpt2", Target = Tokens(3), Maps = Maps(AttentionKind.Decoder, 1, 2, 3, 3) });
        Assert.Equal(["Self-attention"], Elements(page, "h2").Select(heading => heading.Value));
        Assert.Contains("text, 3 tokens", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cell_has_its_tone_and_says_its_weight_where_there_is_a_tone()
    {
        var report = EncoderDecoder(layers: 1, heads: 2, source: 6, target: 5);
        var page = Saved(report);
        foreach (var map in report.Maps)
        {
            string name = $"{map.Kind}-{map.Layer}-{map.Head}".ToLowerInvariant();
            var cells = page.Descendants().Single(element => Attribute(element, "id") == $"{name}-cells");
            int[,] tones = TonesOf(cells, map);
            var tips = OfClass(OfClass(page, "large").Single(figure => Attribute(figure, "id") == $"{name}-large"), "tips").Single().Elements().ToArray();
            Assert.Equal(map.Rows, tips.Length);
            for (int row = 0; row < map.Rows; row++)
            {
                for (int column = 0; column < map.Columns; column++)
                    Assert.Equal(AttentionDrawing.ToneOf(map.Row(row)[column]), tones[row, column]);
                Assert.Equal($"translate(0 {row})", Attribute(tips[row], "transform"));
                Assert.Equal(
                    Enumerable.Range(0, map.Visible(row)).Where(column => tones[row, column] > 0).Select(column => (
                        $"{column}", $"{(map.Kind is AttentionKind.Decoder ? report.Target : report.Source)[column]} {AttentionDrawing.Percent(map.Row(row)[column])}")),
                    tips[row].Elements().Select(cell => (Attribute(cell, "x"), cell.Value)));
            }
        }
    }

    [Fact]
    public void The_strongest_cell_of_each_row_is_outlined_and_what_is_hidden_has_no_ground()
    {
        var map = new AttentionMap(AttentionKind.Decoder, 0, 0, 3, 3, new float[] { 1, 0, 0, 0.25f, 0.75f, 0, 0.5f, 0.5f, 0 });
        var page = Saved(new() { Title = "a", Target = Tokens(3), Maps = [map] });
        Assert.Equal("M0 0h1v1h-1zM1 1h1v1h-1zM0 2h1v1h-1z", Attribute(OfClass(page, "strongest").Single(), "d"));
        Assert.Equal("M0 0H1v1H2v1H3v1H0z", Attribute(OfClass(page, "ground").Single(), "d"));
    }

    [Fact]
    public void Tokens_stand_at_both_sides()
    {
        var report = EncoderDecoder(layers: 1, heads: 1, source: 4, target: 2) with { Source = ["␣a", "a very long token", "漢字漢字漢字漢字漢", "end"] };
        var page = Saved(report);
        var axis = page.Descendants().Single(element => Attribute(element, "id") == "axes-cross");
        Assert.Equal([.. report.Target, "␣a", "a very long toke…", "漢字漢字漢字漢字…", "end"], axis.Elements().Select(label => label.Value));
    }

    [Fact]
    public void Links_lead_to_what_is_there_and_nothing_comes_from_elsewhere()
    {
        var page = Saved(EncoderDecoder(layers: 2, heads: 2, source: 3, target: 3));
        string[] ids = [.. page.DescendantsAndSelf().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        string[] links = [.. page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName == "href").Select(attribute => attribute.Value)];
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.Contains(link[1..], ids));
        Assert.All(links, link => Assert.Equal('#', link[0]));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName == "src");
        Assert.DoesNotContain("url(", page.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.Value, StringComparison.Ordinal);
        // Of a large picture, to the heads beside it and back.
        var first = OfClass(page, "large").First();
        Assert.Equal(["ArrowRight", "ArrowDown", "Escape"], first.Descendants().Select(link => Attribute(link, "data-key")).Where(key => key.Length > 0));
    }

    [Fact]
    public void What_is_given_is_text_and_never_markup()
    {
        string[] tokens = ["<script>", "a&b", "\"'", "\0\uD800", "]]>"];
        var page = Saved(new() { Title = "<b>&", About = "\u0001</p>", Target = tokens, Maps = Maps(AttentionKind.Decoder, 1, 1, 5, 5) });
        Assert.Equal("<b>&", Elements(page, "h1").Single().Value);
        Assert.Equal("\uFFFD</p>", OfClass(page, "about").First().Value);
        string[] clean = ["<script>", "a&b", "\"'", "\uFFFD\uFFFD", "]]>"];
        Assert.Equal(clean, OfClass(page, "sentences").Single().Descendants().Where(element => element.Name.LocalName == "span").Select(token => token.Value));
        Assert.Equal([.. clean, .. clean], OfClass(page, "axis").Single().Elements().Select(label => label.Value));
        Assert.Single(Elements(page, "script"));
    }

    [Fact]
    public void Heads_that_do_one_thing_are_named()
    {
        AttentionMap[] maps = [Looking(0, row => row - 1), Looking(1, row => row), Looking(2, _ => 0), Map(AttentionKind.Decoder, 0, 3, 6, 6, (_, _) => 1), Looking(4, row => row * 2 % 5)];
        var page = Saved(new() { Title = "a", Target = Tokens(6), Maps = maps });
        Assert.Equal(["previous", "itself", "first", "even", ""], OfClass(page, "small").Select(link => link.Elements().Last().Value));
        Assert.Equal(
            ["previous0.0 100 % ", "itself0.1 100 % ", "first0.2 100 % ", "even0.3 100 % "],
            OfClass(page, "habits").Single().Elements().Select(line => line.Value));

        static AttentionMap Looking(int head, Func<int, int> target) =>
            Map(AttentionKind.Decoder, 0, head, 6, 6, (row, column) => column == Math.Clamp(target(row), 0, row) ? 1 : 0);
    }

    [Fact]
    public void The_same_maps_make_the_same_page()
    {
        EncoderDecoder(2, 2, 6, 5).Save(_folder.File("a.html"));
        EncoderDecoder(2, 2, 6, 5).Save(_folder.File("b.html"));
        Assert.Equal(File.ReadAllBytes(_folder.File("a.html")), File.ReadAllBytes(_folder.File("b.html")));
    }

    [Fact]
    public void A_translation_of_20_tokens_by_the_base_model_makes_a_page_below_3_MB()
    {
        Saved(EncoderDecoder(layers: 6, heads: 8, source: 20, target: 20));
        Assert.InRange(new FileInfo(_folder.File("page.html")).Length, 100_000, 3_000_000);
    }

    [Fact]
    public void Of_a_long_text_the_strongest_cells_say_their_weight()
    {
        var page = Saved(new() { Title = "a", Target = Tokens(100), Maps = Maps(AttentionKind.Decoder, 4, 4, 100, 100) });
        Assert.Contains("the 37 strongest of each row say their weight", page.Value, StringComparison.Ordinal);
        var rows = OfClass(page, "tips").First().Elements().ToArray();
        Assert.InRange(rows[19].Elements().Count(), 10, 20);
        Assert.Equal(37, rows[99].Elements().Count());
        Assert.InRange(new FileInfo(_folder.File("page.html")).Length, 100_000, 5_000_000);
    }

    [Fact]
    public void What_cannot_be_shown_is_refused()
    {
        var report = EncoderDecoder(1, 1, 3, 2);
        Assert.Equal("attention page: expected at least one map, got none", Refused(report with { Maps = [] }));
        Assert.Equal("attention page: expected at most 128 tokens, got 129 in the target: give a shorter text", Refused(report with { Target = Tokens(129) }));
        Assert.Equal(
            "attention page: expected maps of 4 x 4 weights, got 3 x 3 and 9 weights in Encoder 0.0", Refused(report with { Source = Tokens(4) }));
        Assert.Equal(
            "attention page: expected at most 2,000,000 weights, got 2,007,040 in 160 heads: give a shorter text",
            Refused(new() { Title = "a", Target = Tokens(112), Maps = [.. Enumerable.Range(0, 160).Select(head => new AttentionMap(AttentionKind.Decoder, 0, head, 112, 112, new float[112 * 112]))] }));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void A_model_that_diverged_has_a_page() =>
        Saved(new() { Title = "a", Target = Tokens(2), Maps = [new(AttentionKind.Decoder, 0, 0, 2, 2, new float[] { float.NaN, 0, float.NaN, float.NaN })] });

    [Fact]
    public void Colours_change_by_equal_steps_of_lightness()
    {
        string[] colours = ColourRamp.Between(9, 0xf8fafc, 0x3b6fd4, 0x0b1b45);
        Assert.Equal("#f8fafc", colours[0]);
        Assert.Equal("#0b1b45", colours[^1]);
        double[] lightness = [.. colours.Select(ColourRamp.LightnessOf)];
        // A colour is rounded to 1/255 in each part.
        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.Equal((lightness[0] - lightness[^1]) / 8, pair.First - pair.Second, 0.004));
        Assert.Equal(["#000000", "#ffffff"], ColourRamp.Between(2, 0x000000, 0xffffff));
    }

    /// <summary>Made-up maps, every row of another shape.</summary>
    private static AttentionPage EncoderDecoder(int layers, int heads, int source, int target) => new()
    {
        Title = "transformer",
        About = "Made up.",
        Source = Tokens(source),
        Target = Tokens(target),
        Maps =
        [
            .. Maps(AttentionKind.Encoder, layers, heads, source, source),
            .. Maps(AttentionKind.Decoder, layers, heads, target, target),
            .. Maps(AttentionKind.Cross, layers, heads, target, source),
        ],
    };

    private static string[] Tokens(int count) => [.. Enumerable.Range(0, count).Select(i => i == 0 ? "end" : $"␣word{i}")];

    private static AttentionMap[] Maps(AttentionKind kind, int layers, int heads, int rows, int columns) =>
    [
        .. Enumerable.Range(0, layers * heads).Select(i => Map(
            kind, i / heads, i % heads, rows, columns, (row, column) => Math.Exp(3 * Math.Sin(1 + (i * 7) + (row * 13) + (column * column * 5)))))
    ];

    /// <summary>Weights in proportion to some numbers.</summary>
    private static AttentionMap Map(AttentionKind kind, int layer, int head, int rows, int columns, Func<int, int, double> value)
    {
        float[] weights = new float[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            int visible = kind is AttentionKind.Decoder ? row + 1 : columns;
            double sum = Enumerable.Range(0, visible).Sum(column => value(row, column));
            for (int column = 0; column < visible; column++)
                weights[(row * columns) + column] = (float)(value(row, column) / sum);
        }

        return new(kind, layer, head, rows, columns, weights);
    }

    private static int[,] TonesOf(XElement cells, AttentionMap map)
    {
        var tones = new int[map.Rows, map.Columns];
        foreach (var path in OfClass(cells, "tones").Single().Elements())
        {
            int tone = int.Parse(Attribute(path, "class")[1..], CultureInfo.InvariantCulture);
            foreach (Match run in Run().Matches(Attribute(path, "d")))
            {
                var (column, row, length) = (Number(run, 1), Number(run, 2), Number(run, 3));
                for (int i = 0; i < length; i++)
                {
                    Assert.Equal(0, tones[row, column + i]);
                    tones[row, column + i] = tone;
                }
            }
        }

        return tones;

        static int Number(Match run, int group) => int.Parse(run.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)")]
    private static partial Regex Run();

    private static string Attribute(XElement element, string name) => element.Attribute(name)?.Value ?? "";

    private static IEnumerable<XElement> OfClass(XElement page, string kind) => page.Descendants().Where(element => Attribute(element, "class") == kind);

    private static IEnumerable<XElement> Elements(XElement page, string name) => page.Descendants().Where(element => element.Name.LocalName == name);

    private string Refused(AttentionPage page) => Assert.Throws<ArgumentException>(() => page.Save(_folder.File("page.html"))).Message;

    private XElement Saved(AttentionPage page)
    {
        page.Save(_folder.File("page.html"));
        using var reader = XmlReader.Create(_folder.File("page.html"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }
}
