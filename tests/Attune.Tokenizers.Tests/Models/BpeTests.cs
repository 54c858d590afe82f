using System.Text;

namespace Attune.Tokenizers.Tests;

public class BpeTests
{
    private static Bpe Model(string tokens, string merges, BpeOptions options)
    {
        var vocabulary = Vocabulary.Create(tokens.Split(' '));
        var pairs = merges.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(merge => merge.Split('+'))
            .Select(pair => (vocabulary.IdOf(pair[0])!.Value, vocabulary.IdOf(pair[1])!.Value));
        return new Bpe(vocabulary, MergeTable.FromPairs(vocabulary, pairs, options.ContinuingSubwordPrefix), options);
    }

    [Theory]
    [InlineData("low", "low")]
    [InlineData("lowest", "low est")]
    [InlineData("newer", "n e w er")]
    [InlineData("esse", "es s e")]
    [InlineData("", "")]
    public void The_pair_learned_first_merges_first(string piece, string expected) =>
        Assert.Equal(expected, Model("l o w e r s t n es est lo low er", "e+s es+t l+o lo+w e+r", new BpeOptions()).Tokens(piece));

    [Fact]
    public void Of_equal_pairs_the_leftmost_merges_first() => Assert.Equal("aa aa a", Model("a aa", "a+a", new BpeOptions()).Tokens("aaaaa"));

    [Theory]
    [InlineData(false, "ab c")]
    [InlineData(true, "abc")]
    public void A_piece_that_is_a_token_is_that_token_only_if_merges_are_ignored(bool ignore, string expected) =>
        Assert.Equal(expected, Model("a b c ab abc", "a+b", new BpeOptions { IgnoreMerges = ignore }).Tokens("abc"));

    [Theory]
    [InlineData("a€€b", "a ? ? b", false)]
    [InlineData("a€€b", "a ? b", true)]
    [InlineData("€a€", "? a ?", true)]
    public void A_character_that_is_missing_becomes_the_unknown_token(string piece, string expected, bool fuse) =>
        Assert.Equal(expected, Model("a b ?", "", new BpeOptions { Unit = BpeUnit.Characters, UnknownToken = "?", FuseUnknown = fuse }).Tokens(piece));

    [Fact]
    public void Fused_unknown_tokens_stand_for_all_their_bytes()
    {
        var model = Model("a b ?", "", new BpeOptions { Unit = BpeUnit.Characters, UnknownToken = "?", FuseUnknown = true });
        byte[] text = Encoding.UTF8.GetBytes("a€€b");
        var (_, ranges) = model.Encode(text, [new Piece(0, text.Length)]);
        Assert.Equal([new Piece(0, 1), new Piece(1, 7), new Piece(7, 8)], ranges);
    }

    [Theory]
    [InlineData("xa€by", "ab")]
    [InlineData("€", "")]
    public void Without_an_unknown_token_a_character_that_is_missing_is_dropped(string piece, string expected) =>
        Assert.Equal(expected, Model("a b ab", "a+b", new BpeOptions { Unit = BpeUnit.Characters }).Tokens(piece));

    [Theory]
    [InlineData("a€b", "a <0xE2> <0x82> <0xAC> b")]
    [InlineData("aéb", "a ? b")]
    public void A_character_falls_back_to_its_bytes_only_if_all_are_tokens(string piece, string expected)
    {
        var options = new BpeOptions { Unit = BpeUnit.Characters, UnknownToken = "?", ByteFallback = true };
        Assert.Equal(expected, Model("a b ? <0xE2> <0x82> <0xAC> <0xC3>", "", options).Tokens(piece));
    }

    [Theory]
    [InlineData("aab", "a ##ab</w>")]
    [InlineData("b", "b</w>")]
    [InlineData("ba", "b ##a</w>")]
    public void Symbols_carry_the_prefix_and_suffix_of_their_place(string piece, string expected)
    {
        var options = new BpeOptions { Unit = BpeUnit.Characters, ContinuingSubwordPrefix = "##", EndOfWordSuffix = "</w>" };
        Assert.Equal(expected, Model("a b ##a ##b a</w> b</w> ##a</w> ##b</w> ##ab</w>", "##a+##b</w>", options).Tokens(piece));
    }

    [Fact]
    public void An_unknown_token_outside_the_vocabulary_is_refused() =>
        Assert.Contains("\"?\"", Assert.Throws<ArgumentException>(() => Model("a", "", new BpeOptions { UnknownToken = "?" })).Message);

    [Fact]
    public void Pieces_of_every_length_are_as_by_the_reference()
    {
        var random = new Random(5);
        for (int table = 0; table < 24; table++)
        {
            string letters = "abcd"[..random.Next(1, 5)];
            var reference = table % 2 == 0
                ? BpeReference.Learned(random, letters, merges: 60)
                : BpeReference.Prioritized(random, letters, count: 80, distinct: table % 3 == 0 ? 4 : 1000);
            var model = new Bpe(reference.Vocabulary, reference.Table, new BpeOptions { Unit = table % 4 < 2 ? BpeUnit.Bytes : BpeUnit.Characters });
            var workspace = model.CreateWorkspace();
            for (int length = 0; length < 260; length += 1 + length / 40)
            {
                string piece = new(random.GetItems(letters.ToCharArray(), length));
                int[] expected = reference.Encode(piece);
                byte[] text = Encoding.UTF8.GetBytes(piece);
                for (int time = 0; time < 2; time++)
                {
                    var (ids, ranges) = model.Encode(text, [new Piece(0, length)], workspace);
                    Assert.Equal(expected, ids);
                    Assert.Equal(piece, string.Concat(ranges.Select(range => piece[range.Start..range.End])));
                    Assert.All(ids.Zip(ranges), token => Assert.Equal(model.Vocabulary.TokenOf(token.First), piece[token.Second.Start..token.Second.End]));
                }
            }
        }
    }

    [Fact]
    public void The_scan_and_the_lists_merge_alike()
    {
        var random = new Random(6);
        for (int table = 0; table < 40; table++)
        {
            var reference = table % 2 == 0 ? BpeReference.Learned(random, "ab", merges: 40) : BpeReference.Prioritized(random, "ab", count: 60, distinct: 5);
            var queue = new BpeQueue(reference.Table);
            for (int length = 0; length < 150; length += 7)
            {
                int[] symbols = [.. Enumerable.Range(0, length).Select(_ => random.Next(2))];
                int[] expected = reference.Merge(symbols);
                int[] scanned = [.. symbols];
                int[] queued = [.. symbols];
                Assert.Equal(expected, scanned[..BpeScan.Merge(reference.Table, scanned, new int[length], new ulong[length])]);
                Assert.Equal(expected, queued[..queue.Merge(queued, new int[length])]);
            }
        }
    }

    [Fact]
    public void A_piece_of_a_million_equal_letters_is_segmented()
    {
        var model = Model("a aa aaaa", "a+a aa+aa", new BpeOptions());
        byte[] text = Encoding.UTF8.GetBytes(new string('a', 1_000_003));
        var (ids, _) = model.Encode(text, [new Piece(0, text.Length)]);
        Assert.Equal([.. Enumerable.Repeat(2, 250_000), 1, 0], ids);
    }

    [Fact]
    public void More_pieces_than_the_cache_has_room_for_come_out_the_same_twice()
    {
        var random = new Random(7);
        var reference = BpeReference.Learned(random, "abcdef", merges: 200);
        var model = new Bpe(reference.Vocabulary, reference.Table, new BpeOptions());
        byte[] text = Encoding.UTF8.GetBytes(new string(random.GetItems("abcdef".ToCharArray(), 1_500_000)));
        var pieces = new List<Piece>();
        for (int start = 0; start < text.Length; start = pieces[^1].End)
            pieces.Add(new Piece(start, Math.Min(text.Length, start + random.Next(1, 19))));
        var span = pieces.ToArray().AsSpan();
        var workspace = model.CreateWorkspace();
        var (first, firstRanges) = model.Encode(text, span, workspace);
        var (second, secondRanges) = model.Encode(text, span, workspace);
        Assert.Equal(first, second);
        Assert.Equal(firstRanges, secondRanges);
        Assert.Equal(text.Length, firstRanges.Sum(range => range.Length));
        for (int i = 0; i < span.Length; i += 1000)
        {
            string piece = Encoding.UTF8.GetString(text.AsSpan(span[i].Start, span[i].Length));
            Assert.Equal(reference.Encode(piece), model.Encode(text, [span[i]], workspace).Ids);
        }
    }

    [Fact]
    public void An_empty_piece_has_no_tokens_even_where_the_vocabulary_has_an_empty_one()
    {
        var vocabulary = Vocabulary.Create(["", "a"]);
        Assert.Equal("", new Bpe(vocabulary, MergeTable.FromPairs(vocabulary, []), new BpeOptions { IgnoreMerges = true }).Tokens(""));
    }

    [Fact]
    public void Known_pieces_allocate_nothing()
    {
        var reference = BpeReference.Learned(new Random(8), "ab", merges: 40);
        var model = new Bpe(reference.Vocabulary, reference.Table, new BpeOptions());
        byte[] text = Encoding.UTF8.GetBytes(new string('a', 4000));
        Piece[] pieces = [.. Enumerable.Range(0, 1000).Select(i => new Piece(4 * i, 4 * i + 4))];
        var workspace = model.CreateWorkspace();
        var tokens = new TokenBuffer();
        model.Encode(text, pieces, workspace, tokens);
        tokens.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Encode(text, pieces, workspace, tokens);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
