namespace Attune.Tokenizers.Tests;

public class WordLevelTests
{
    private static readonly Vocabulary s_vocabulary = Vocabulary.Create(["[UNK]", "one", "two"]);

    [Fact]
    public void A_piece_is_its_token_or_the_unknown_one()
    {
        var (ids, ranges) = WholeText.Encode(new WordLevel(s_vocabulary, "[UNK]"), "one three two"u8, new(0, 3), new(4, 9), new(9, 9), new(10, 13));
        Assert.Equal([1, 0, 2], ids);
        Assert.Equal([new(0, 3), new(4, 9), new(10, 13)], ranges);
    }

    [Fact]
    public void Without_an_unknown_token_an_unknown_word_is_an_error_that_says_where()
    {
        var error = Assert.Throws<TokenizationException>(() => WholeText.Encode(new WordLevel(s_vocabulary, null), "one three"u8, new(0, 3), new(4, 9)));
        Assert.Contains("byte 4", error.Message, StringComparison.Ordinal);
        Assert.Contains("three", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_unknown_token_must_be_in_the_vocabulary() => Assert.Throws<ArgumentException>(() => new WordLevel(s_vocabulary, "<unk>"));
}
