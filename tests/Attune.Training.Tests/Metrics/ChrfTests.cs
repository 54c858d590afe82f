using System.Text.Json;
using Attune.Tokenizers.Tests;

namespace Attune.Training.Tests;

public class ChrfTests
{
    private static readonly Dictionary<string, ChrfOptions> s_settings = new()
    {
        ["chrF"] = new(),
        ["chrF++"] = new() { WordOrder = 2 },
        ["lowercase"] = new() { WordOrder = 2, IgnoreCase = true },
        ["epsilon"] = new() { WordOrder = 2, EpsilonSmoothing = true },
    };

    public static TheoryData<string> Cases => GoldenMetrics.CaseNames;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Corpus_scores_and_their_lines_are_those_of_sacreBLEU(string name)
    {
        var golden = GoldenMetrics.Case(name);
        string[] hypotheses = GoldenMetrics.Sentences(golden.GetProperty("hypotheses"));
        string[][] references = GoldenMetrics.Sets(golden.GetProperty("references"));

        Check(golden.GetProperty("chrf"), hypotheses, references);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sentence_scores_are_those_of_sacreBLEU(string name)
    {
        var golden = GoldenMetrics.Case(name);
        string[] hypotheses = GoldenMetrics.Sentences(golden.GetProperty("hypotheses"));
        string[][] references = GoldenMetrics.Sets(golden.GetProperty("references"));
        foreach (var (i, expected) in golden.GetProperty("sentences").GetProperty("chrf").EnumerateArray().Index())
            GoldenMetrics.AssertSame(expected.GetDouble(), Chrf.OfSentence(hypotheses[i], [.. references.Select(set => set[i])]).Score);
    }

    [RealDataFact("translation/multi30k")]
    public void Captions_score_as_with_sacreBLEU()
    {
        string[] test = Multi30k.Lines("test_2016_flickr.de.gz"), validation = Multi30k.Lines("val.de.gz");
        string[] normalized = Multi30k.Lines("test_2016_flickr.lc.norm.tok.de");

        Check(GoldenMetrics.Captions.GetProperty("validation").GetProperty("chrf"), test, [validation[..1000]]);
        Check(GoldenMetrics.Captions.GetProperty("two sets").GetProperty("chrf"), test, [validation[..1000], validation[14..1014]]);
        Check(GoldenMetrics.Captions.GetProperty("normalized").GetProperty("chrf"), normalized, [test]);
        Assert.Equal(100, Chrf.Of(test, test).Score, 1e-12);
    }

    [Fact]
    public void Blanks_do_not_count()
    {
        Assert.Equal(100, Chrf.Of(["no thing here"], ["nothing  he\u00a0re"]).Score, 1e-12);
    }

    /// <summary>Precision 1/2 and recall 1/4 of the only order: 5 * 1/8 / (4/2 + 1/4).</summary>
    [Fact]
    public void Recall_weighs_twice_as_much_as_precision()
    {
        Assert.Equal(100 * 0.625 / 2.25, Chrf.Of(["a", "b"], ["a", "cde"]).Score, 1e-12);
    }

    [Fact]
    public void Wrong_arguments_are_told_in_one_line()
    {
        var failure = Assert.Throws<ArgumentException>(() => Chrf.Of(["a", "b"], ["a"]));

        Assert.Equal("references: expected 2, as many as hypotheses, found 1", failure.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Chrf.Of(["a"], ["a"], new ChrfOptions { WordOrder = -1 }));
    }

    private static void Check(JsonElement golden, string[] hypotheses, string[][] references)
    {
        foreach (var setting in golden.EnumerateObject())
        {
            var score = Chrf.Of(hypotheses, references, s_settings[setting.Name]);

            GoldenMetrics.AssertSame(setting.Value, score.Score, score.ToString());
        }
    }
}
