using System.Text.Json;
using Attune.Tokenizers.Tests;

namespace Attune.Training.Tests;

public class BleuTests
{
    private static readonly Dictionary<string, BleuOptions> s_settings = new()
    {
        ["default"] = new(),
        ["intl"] = new() { Tokenization = BleuTokenization.International },
        ["none"] = new() { Tokenization = BleuTokenization.None },
        ["char"] = new() { Tokenization = BleuTokenization.Characters },
        ["lowercase"] = new() { IgnoreCase = true },
        ["unsmoothed"] = new() { Smoothing = BleuSmoothing.None },
        ["floor"] = new() { Smoothing = BleuSmoothing.Floor },
        ["floor 0.25"] = new() { Smoothing = BleuSmoothing.Floor, SmoothingValue = 0.25 },
        ["add-k"] = new() { Smoothing = BleuSmoothing.AddK },
        ["add-k 0.125"] = new() { Smoothing = BleuSmoothing.AddK, SmoothingValue = 0.125 },
    };

    private static readonly string[] s_hypotheses = ["The cat sat on the mat.", "Two dogs, three birds & a fish!", "He won 1,000 euros on the 3rd of May"];
    private static readonly string[] s_references = ["The cat is on the mat.", "Two dogs, four birds and a fish.", "He has won 1,000 euros on May 3rd"];

    public static TheoryData<string> Cases => GoldenMetrics.CaseNames;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Corpus_scores_and_their_lines_are_those_of_sacreBLEU(string name)
    {
        var golden = GoldenMetrics.Case(name);
        string[] hypotheses = GoldenMetrics.Sentences(golden.GetProperty("hypotheses"));
        string[][] references = GoldenMetrics.Sets(golden.GetProperty("references"));

        Check(golden.GetProperty("bleu"), hypotheses, references);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sentence_scores_are_those_of_sacreBLEU(string name)
    {
        var golden = GoldenMetrics.Case(name);
        string[] hypotheses = GoldenMetrics.Sentences(golden.GetProperty("hypotheses"));
        string[][] references = GoldenMetrics.Sets(golden.GetProperty("references"));
        foreach (var (i, expected) in golden.GetProperty("sentences").GetProperty("bleu").EnumerateArray().Index())
        {
            var score = Bleu.OfSentence(hypotheses[i], [.. references.Select(set => set[i])]);

            GoldenMetrics.AssertSame(expected.GetDouble(), score.Score);
            Assert.Contains("|eff:yes|", score.Signature, StringComparison.Ordinal);
        }
    }

    [RealDataFact("translation/multi30k")]
    public void Captions_score_as_with_sacreBLEU()
    {
        string[] test = Multi30k.Lines("test_2016_flickr.de.gz"), validation = Multi30k.Lines("val.de.gz");
        string[] normalized = Multi30k.Lines("test_2016_flickr.lc.norm.tok.de");

        Check(GoldenMetrics.Captions.GetProperty("validation").GetProperty("bleu"), test, [validation[..1000]]);
        Check(GoldenMetrics.Captions.GetProperty("two sets").GetProperty("bleu"), test, [validation[..1000], validation[14..1014]]);
        Check(GoldenMetrics.Captions.GetProperty("normalized").GetProperty("bleu"), normalized, [test]);
        Assert.Equal(100, Bleu.Of(test, test).Score, 1e-12);
    }

    [Fact]
    public void The_same_texts_score_100()
    {
        var score = Bleu.Of(s_references, s_references);

        Assert.Equal(100, score.Score, 1e-12);
        Assert.Equal((1.0, 1.0), (score.BrevityPenalty, score.Ratio));
        Assert.Equal(score.Totals, score.Matches);
        Assert.All(score.Precisions, precision => Assert.Equal(100, precision));
    }

    [Fact]
    public void The_order_of_sentences_does_not_matter()
    {
        string Line(int[] order) => Bleu.Of([.. order.Select(i => s_hypotheses[i])], [.. order.Select(i => s_references[i])]).ToString();

        Assert.Equal(Line([0, 1, 2]), Line([2, 0, 1]));
    }

    [Fact]
    public void The_order_of_sets_does_not_matter_and_another_one_only_adds_matches()
    {
        string[] others = ["A cat sat on a mat.", "Two dogs, three birds", "He won it on the 3rd of May"];
        var one = Bleu.Of(s_hypotheses, s_references);
        var two = Bleu.Of(s_hypotheses, [s_references, others]);

        Assert.Equal(two.ToString(), Bleu.Of(s_hypotheses, [others, s_references]).ToString());
        Assert.All(one.Matches.Zip(two.Matches), pair => Assert.True(pair.First <= pair.Second));
        Assert.Equal(one.Totals, two.Totals);
    }

    [Fact]
    public void Case_counts_unless_it_is_ignored()
    {
        string[] loud = [.. s_references.Select(text => text.ToUpperInvariant())];

        Assert.True(Bleu.Of(loud, s_references).Score < 50);
        Assert.Equal(100, Bleu.Of(loud, s_references, new BleuOptions { IgnoreCase = true }).Score, 1e-12);
    }

    [Fact]
    public void The_line_names_Attune_and_its_version()
    {
        string version = typeof(Bleu).Assembly.GetName().Version!.ToString(3);

        Assert.Equal(
            $"BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:attune-{version} = 100.00 100.0/100.0/100.0/100.0 "
            + "(BP = 1.000 ratio = 1.000 hyp_len = 4 ref_len = 4)",
            Bleu.Of(["a b c d"], ["a b c d"]).ToString());
    }

    [Fact]
    public void Wrong_arguments_are_told_in_one_line()
    {
        Fails("hypotheses: expected at least one sentence, found none", () => Bleu.Of([], Array.Empty<string>()));
        Fails("references: expected 2, as many as hypotheses, found 1", () => Bleu.Of(["a", "b"], ["a"]));
        Fails("references, set 2 of 2: expected 1, as many as hypotheses, found 2", () => Bleu.Of(["a"], [["a"], ["a", "b"]]));
        Fails("references: expected at least one for each hypothesis, found none", () => Bleu.OfSentence("a", []));
        Fails("references, sentence 2: expected a text, found null", () => Bleu.Of(["a", "b"], ["a", null!]));
        Fails("smoothing value: expected none with Exponential, found 0.5", () => Bleu.Of(["a"], ["a"], new() { SmoothingValue = 0.5 }));
        Fails("smoothing value: expected a number above 0, found 0", () => Bleu.Of(["a"], ["a"], new() { Smoothing = BleuSmoothing.Floor, SmoothingValue = 0 }));
    }

    private static void Fails(string message, Func<BleuScore> measure) => Assert.Equal(message, Assert.Throws<ArgumentException>(measure).Message);

    private static void Check(JsonElement golden, string[] hypotheses, string[][] references)
    {
        foreach (var setting in golden.EnumerateObject())
        {
            var score = Bleu.Of(hypotheses, references, s_settings[setting.Name]);

            GoldenMetrics.AssertSame(setting.Value, score.Score, score.ToString());
        }
    }
}
