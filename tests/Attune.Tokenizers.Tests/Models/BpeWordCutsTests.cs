using System.Text;

namespace Attune.Tokenizers.Tests;

public class BpeWordCutsTests
{
    private static readonly BpeOptions s_characters = new() { Unit = BpeUnit.Characters };

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, false, true)]
    public void A_text_as_one_piece_is_as_without_cuts(bool hasUnknown, bool fuses, bool fallsBack)
    {
        var random = new Random(9);
        int cut = 0;
        for (int table = 0; table < 60; table++)
        {
            // Tokens that the pairs of some characters are never in, others among them that reach over spaces.
            string[] apart = [.. Enumerable.Range(0, 6).Select(_ => string.Concat(random.GetItems("ab▁é".ToCharArray(), 2)))];
            var learned = BpeReference.Learned(random, "ab▁é", merges: 60, token => !apart.Any(token.Contains));
            var builder = new Vocabulary.Builder();
            for (int id = 0; id < learned.Vocabulary.IdLimit; id++)
                Assert.True(builder.TryAdd(learned.Vocabulary.Bytes(id), id, out _));
            string[] more = ["?", .. fallsBack ? Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>") : []];
            foreach (string token in more)
                Assert.True(builder.TryAdd(Encoding.UTF8.GetBytes(token), builder.Count, out _));
            var vocabulary = builder.Build();
            var options = s_characters with { UnknownToken = hasUnknown ? "?" : null, FuseUnknown = fuses, ByteFallback = fallsBack };
            var model = new Bpe(vocabulary, MergeTable.FromPairs(vocabulary, learned.Table.Pairs), options);
            var alphabet = new BpeAlphabet(vocabulary, options);
            for (int length = 1; length < 200; length += 11)
            {
                // ö is unknown.
                byte[] bytes = Encoding.UTF8.GetBytes(random.GetItems("aabb▁éö".ToCharArray(), length));
                var symbols = new BpeSymbols();
                alphabet.Cut(bytes, 0, bytes.Length, symbols);

                Assert.Equal(learned.Merge(symbols.Ids.ToArray()), model.Encode(bytes, [new Piece(0, bytes.Length)]).Ids);
                cut += BpeWordCuts.Create(vocabulary, model.Merges, options, alphabet)!.Next(bytes, 0) < bytes.Length ? 1 : 0;
            }
        }

        Assert.True(cut > 500, $"{cut} texts were cut");
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

    [Fact]
    public void A_reserved_character_is_as_unknown_as_others()
    {
        var vocabulary = Vocabulary.Create(["a", "!", "?"]);
        var options = s_characters with { UnknownToken = "?", FuseUnknown = true };
        var model = new Bpe(vocabulary, MergeTable.FromPairs(vocabulary, []), options).Reserving(new HashSet<int> { 1 });
        Assert.Equal([0, 2, 0], model.Encode(Encoding.UTF8.GetBytes("aéé!éé!!ééééééééa"), [new Piece(0, 29)]).Ids);
    }
}
