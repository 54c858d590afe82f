using System.Text;

namespace Attune.Tokenizers.Tests;

public class WordPieceTests
{
    private static readonly WordPiece s_model = new(Vocabulary.Create(["[UNK]", "un", "##aff", "##able", "##a", "a", "want", "##want", "##ed", "é", "##é"]));

    [Theory]
    [InlineData("unaffable", "un|##aff|##able")]
    [InlineData("wanted", "want|##ed")]
    [InlineData("wantwanted", "want|##want|##ed")]
    [InlineData("éé", "é|##é")]
    [InlineData("unaffx", "[UNK]")]
    [InlineData("x", "[UNK]")]
    [InlineData("aaff", "a|##aff")]
    public void The_longest_token_comes_first(string word, string tokens) => Assert.Equal(tokens, WholeText.Tokens(s_model, word));

    [Fact]
    public void An_unknown_word_keeps_none_of_its_tokens_and_the_ranges_cover_the_words()
    {
        var (ids, ranges) = WholeText.Encode(s_model, "wanted unaffx a"u8, new(0, 6), new(7, 13), new(14, 15));
        Assert.Equal([6, 8, 0, 5], ids);
        Assert.Equal([new(0, 4), new(4, 6), new(7, 13), new(14, 15)], ranges);
    }

    [Fact]
    public void Characters_are_counted_not_bytes()
    {
        Assert.Equal(100, WholeText.Ids(s_model, new string('é', 100)).Length);
        Assert.Equal([0], WholeText.Ids(s_model, new string('é', 101)));
        Assert.Equal([0], WholeText.Ids(new WordPiece(s_model.Vocabulary, maximumCharactersPerWord: 2), "want"));
    }

    [Fact]
    public void Without_continuing_tokens_a_word_is_one_token_or_unknown()
    {
        var model = new WordPiece(Vocabulary.Create(["?", "a", "ab"]), "?");
        Assert.Equal("ab", WholeText.Tokens(model, "ab"));
        Assert.Equal("?", WholeText.Tokens(model, "aba"));
    }

    [Fact]
    public void It_segments_as_the_plain_algorithm_does()
    {
        var random = new Random(2);
        for (int round = 0; round < 200; round++)
        {
            HashSet<string> tokens = ["[UNK]"];
            for (int i = 0; i < 12; i++)
                tokens.Add((random.Next(3) > 0 ? "##" : "") + Word(random, 1 + random.Next(4)));
            var model = new WordPiece(Vocabulary.Create(tokens), maximumCharactersPerWord: 12);
            for (int i = 0; i < 20; i++)
            {
                string word = Word(random, 1 + random.Next(14));
                Assert.Equal(Plain(tokens, word, 12), WholeText.Tokens(model, word));
            }
        }
    }

    [Fact]
    public void The_unknown_token_must_be_in_the_vocabulary() => Assert.Throws<ArgumentException>(() => new WordPiece(s_model.Vocabulary, "<unk>"));

    private static string Word(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "abé"[random.Next(3)]));

    private static string Plain(HashSet<string> vocabulary, string word, int maximum)
    {
        var result = new StringBuilder();
        for (int start = 0; start < word.Length;)
        {
            string prefix = start > 0 ? "##" : "";
            int end = word.Length;
            while (end > start && !vocabulary.Contains(prefix + word[start..end]))
                end--;
            if (end == start || word.Length > maximum)
                return "[UNK]";
            result.Append(start > 0 ? "|" : "").Append(prefix).Append(word, start, end - start);
            start = end;
        }

        return result.ToString();
    }
}
