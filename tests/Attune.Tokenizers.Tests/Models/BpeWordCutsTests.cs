using System.Text;

namespace Attune.Tokenizers.Tests;

public class BpeWordCutsTests
{
    private static readonly BpeOptions s_characters = new() { Unit = BpeUnit.Characters };

    private static bool CrossesWords(string token) =>
        Enumerable.Range(1, token.Length - 1).Any(i => token[i] == '▁' && token[i - 1] != '▁');

    [Fact]
    public void A_text_as_one_piece_is_as_without_cuts()
    {
        var random = new Random(9);
        for (int table = 0; table < 60; table++)
        {
            // Every third vocabulary has tokens across words, and may not be cut.
            bool crosses = table % 3 == 0;
            var reference = BpeReference.Learned(random, "ab▁é", merges: 60, token => crosses || !CrossesWords(token));
            var model = new Bpe(reference.Vocabulary, reference.Table, s_characters);
            Assert.Equal(crosses, BpeWordCuts.Create(reference.Vocabulary, reference.Table, s_characters) is null);
            for (int length = 1; length < 200; length += 11)
            {
                string text = new(random.GetItems("aabb▁é".ToCharArray(), length));
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                var (ids, ranges) = model.Encode(bytes, [new Piece(0, bytes.Length)]);
                Assert.Equal(reference.Encode(text), ids);
                Assert.Equal(text, string.Concat(ranges.Select(range => Encoding.UTF8.GetString(bytes.AsSpan(range.Start, range.Length)))));
            }
        }
    }

    [Theory]
    [InlineData("▁ a b ▁a ▁▁", true)]
    [InlineData("▁ a b a▁", false)]
    [InlineData("▁ a b é▁", true)]
    [InlineData("a b ab", true)]
    public void Words_are_cut_beforehand_unless_a_token_reaches_from_a_letter_over_a_space(string tokens, bool expected)
    {
        var vocabulary = Vocabulary.Create(tokens.Split(' '));
        Assert.Equal(expected, new Bpe(vocabulary, MergeTable.FromPairs(vocabulary, []), s_characters with { IgnoreMerges = true }).CutsBeforeWords);
    }

    [Fact]
    public void Unknown_characters_that_may_fuse_with_an_unknown_space_are_not_cut_there()
    {
        var vocabulary = Vocabulary.Create(["a", "?"]);
        var model = new Bpe(vocabulary, MergeTable.FromPairs(vocabulary, []), s_characters with { UnknownToken = "?", FuseUnknown = true });
        Assert.False(model.CutsBeforeWords);
        Assert.Equal("a ? a", model.Tokens("aééééééééééé▁ééééa"));
    }
}
