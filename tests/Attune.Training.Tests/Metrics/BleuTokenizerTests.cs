namespace Attune.Training.Tests;

public class BleuTokenizerTests
{
    [Theory]
    [InlineData(BleuTokenization.Mteval13a, "13a")]
    [InlineData(BleuTokenization.International, "intl")]
    public void Texts_are_cut_as_sacreBLEU_cuts_them(BleuTokenization tokenization, string name)
    {
        var tokenizer = new BleuTokenizer(tokenization, ignoreCase: false);
        foreach (var golden in GoldenMetrics.Tokenization)
        {
            string tokens = tokenizer.SetApart(golden.GetProperty("text").GetString()!);

            Assert.Equal(golden.GetProperty(name).GetString(), string.Join(' ', tokens.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }
    }

    [Fact]
    public void Characters_are_code_points_without_blanks()
    {
        var tokenizer = new BleuTokenizer(BleuTokenization.Characters, ignoreCase: false);
        List<int> tokens = [];
        foreach (var golden in GoldenMetrics.Tokenization)
        {
            tokenizer.Tokenize(golden.GetProperty("text").GetString()!, tokens);

            Assert.Equal(golden.GetProperty("char").GetString(), string.Join(' ', tokens.Select(char.ConvertFromUtf32)));
        }
    }

    [Fact]
    public void The_same_words_have_the_same_numbers_in_all_sentences()
    {
        var tokenizer = new BleuTokenizer(BleuTokenization.Mteval13a, ignoreCase: true);
        List<int> one = [], other = [];
        tokenizer.Tokenize("A dog, a cat", one);
        tokenizer.Tokenize("a Cat, a bird", other);

        Assert.Equal([one[0], one[4], one[2], one[0]], other[..4]);
        Assert.DoesNotContain(other[4], one);
    }
}
