namespace Attune.Tokenizers.Tests;

public class UnigramTests
{
    [Fact]
    public void The_most_probable_segmentation_wins()
    {
        // "abc": a|b|c -6, ab|c -5, a|bc -4.5
        var model = Model(("a", -2), ("b", -2), ("c", -2), ("ab", -3), ("bc", -2.5f));
        Assert.Equal("a|bc", WholeText.Tokens(model, "abc"));
        Assert.Equal("a|bc|ab", WholeText.Tokens(model, "abcab"));
    }

    [Fact]
    public void Of_equal_segmentations_the_one_with_the_longest_last_token_wins()
    {
        // ab|c and a|bc both -3
        Assert.Equal("a|bc", WholeText.Tokens(Model(("a", -1), ("c", -1), ("ab", -2), ("bc", -2), ("b", -9)), "abc"));
    }

    [Fact]
    public void Neighbouring_unknown_characters_are_one_unknown_token()
    {
        var (ids, ranges) = WholeText.Encode(Model(("a", -1)), "aéxa☃"u8);
        Assert.Equal([1, 0, 1, 0], ids);
        Assert.Equal([new(0, 1), new(1, 4), new(4, 5), new(5, 8)], ranges);
    }

    [Fact]
    public void Unknown_characters_of_different_pieces_are_not_fused()
    {
        var (ids, ranges) = WholeText.Encode(Model(("a", -1)), "xy"u8, new(0, 1), new(1, 2));
        Assert.Equal([0, 0], ids);
        Assert.Equal([new(0, 1), new(1, 2)], ranges);
    }

    [Fact]
    public void An_unknown_character_scores_the_lowest_token_less_ten()
    {
        // "ab" as one token of -13.5 beats a (-1) and an unknown b (-13.5 - 10)
        Assert.Equal("ab", WholeText.Tokens(Model(("a", -1), ("ab", -13.5f)), "ab"));
        var only = Assert.Single(Model(("a", -1.5f)).NBest("ax", 5));
        Assert.Equal(-1.5 - 11.5, only.Score);
        Assert.Equal([1, 0], only.Ids);
    }

    [Fact]
    public void With_byte_fallback_an_unknown_character_becomes_its_bytes()
    {
        string[] tokens = ["<unk>", "<0xC3>", "<0xA9>", "a"];
        var model = new Unigram(Vocabulary.Create(tokens), [0, 0, 0, -1], 0, byteFallback: true);
        var (ids, ranges) = WholeText.Encode(model, "aééx"u8);
        Assert.Equal([3, 1, 2, 1, 2, 0], ids);
        Assert.Equal([new(0, 1), new(1, 2), new(2, 3), new(3, 4), new(4, 5), new(5, 6)], ranges);
        Assert.Equal(ids, model.NBest("aééx", 1)[0].Ids);
        Assert.Equal("<unk>", WholeText.Tokens(model, "<0xC3>")[..5]);
    }

    [Fact]
    public void Reserved_tokens_come_from_no_text()
    {
        var model = new Unigram(Vocabulary.Create(["<unk>", "<s>", "<", "s", ">"]), [0, 0, -1, -1, -1], 0, false, [1]);
        Assert.Equal("<|s|>", WholeText.Tokens(model, "<s>"));
        Assert.Equal([2, 0, 4], WholeText.Ids(model, "<unk>"));
    }

    [Fact]
    public void Without_an_unknown_token_an_unknown_character_is_an_error_that_says_where()
    {
        var model = new Unigram(Vocabulary.Create(["a"]), [-1], null, false);
        Assert.Contains("byte 2: expected a character of the vocabulary, which has no unknown token, found U+2603",
            Assert.Throws<TokenizationException>(() => WholeText.Ids(model, "aa☃")).Message, StringComparison.Ordinal);
        Assert.Throws<TokenizationException>(() => model.NBest("aa☃", 2));
        Assert.Throws<TokenizationException>(() => model.Sample("aa☃", 1, 0));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var vocabulary = Vocabulary.Create(["<unk>", "a"]);
        Assert.Throws<ArgumentException>(() => new Unigram(vocabulary, [0], 0, false));
        Assert.Throws<ArgumentException>(() => new Unigram(vocabulary, [0, float.NaN], 0, false));
        Assert.Throws<ArgumentException>(() => new Unigram(vocabulary, [0, -1], 2, false));
        Assert.Throws<ArgumentException>(() => new Unigram(vocabulary, [0, -1], 0, false, [7]));
        var model = new Unigram(vocabulary, [float.NaN, -1], 0, false);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.NBest("a", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Sample("a", double.NaN, 0));
    }

    [Fact]
    public void It_cuts_before_words_unless_a_token_or_a_run_of_unknown_characters_may_cross()
    {
        Assert.True(Model(("▁", -1), ("a▁"[..1], -1), ("▁a", -1), ("▁▁", -1)).CutsBeforeWords);
        Assert.False(Model(("▁", -1), ("a▁b", -1)).CutsBeforeWords);
        Assert.False(Model(("▁", -1), ("a b", -1)).CutsBeforeWords);
        Assert.False(Model(("a", -1)).CutsBeforeWords);
    }

    [Fact]
    public void Best_and_n_best_are_those_of_all_segmentations()
    {
        var random = new Random(3);
        for (int round = 0; round < 300; round++)
        {
            var model = RandomModel(random);
            string text = Text(random, 1 + random.Next(9));
            var all = All(model, text).OrderByDescending(path => path.Score).ToList();
            var best = model.NBest(text, 7);
            Assert.Equal(all.Take(7).Select(path => path.Score), best.Select(path => path.Score));
            Assert.Equal(all.Select(Show).Order(), model.NBest(text, 10_000).Select(path => Show(([.. path.Ids], path.Score))).Order());
            Assert.Equal(best[0].Ids, WholeText.Ids(model, text));
        }

        static string Show((int[] Ids, double Score) path) => $"{string.Join(',', path.Ids)} {path.Score}";
    }

    [Fact]
    public void All_segmentations_are_found_when_more_are_asked_for()
    {
        var model = Model(("a", -1), ("aa", -2.5f));
        Assert.Equal(8, model.NBest("aaaaa", 1000).Count);
        var empty = Assert.Single(model.NBest("", 3));
        Assert.Empty(empty.Ids);
        Assert.Equal(0, empty.Score);
        Assert.Empty(model.Sample("", 1, 1).Ids);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Samples_follow_the_posterior(double alpha)
    {
        const int Draws = 20_000;
        var model = Model(("a", -1), ("b", -1.5f), ("ab", -2), ("ba", -3), ("aba", -3.5f));
        var weights = All(model, "abaab").ToDictionary(path => string.Join(',', path.Ids), path => Math.Exp(alpha * path.Score));
        double sum = weights.Values.Sum();
        var counts = Enumerable.Range(0, Draws)
            .Select(seed => model.Sample("abaab", alpha, (ulong)seed)).CountBy(path => string.Join(',', path.Ids)).ToDictionary();
        foreach (var (path, weight) in weights)
        {
            double expected = Draws * weight / sum;

            // Five standard deviations.
            Assert.InRange(counts.GetValueOrDefault(path), expected - 5 * Math.Sqrt(expected), expected + 5 * Math.Sqrt(expected));
        }
    }

    [Fact]
    public void A_sample_is_scored_and_the_same_for_the_same_seed()
    {
        var model = Model(("a", -1), ("aa", -2.5f));
        var sample = model.Sample("aaaaaaaaaa", 0.3, 42);
        Assert.Equal(sample.Ids, model.Sample("aaaaaaaaaa", 0.3, 42).Ids);
        Assert.Equal(sample.Ids.Sum(id => (double)model.Scores[id]), sample.Score, 1e-9);
        Assert.Equal(model.NBest("aaaaaaaaaa", 1)[0].Ids, model.Sample("aaaaaaaaaa", 1000, 42).Ids);
    }

    [Fact]
    public void A_text_without_a_place_that_no_token_crosses_is_segmented_as_well()
    {
        // aa|aa|... and a|aa|... interleave for ever: no place is certain before the end.
        var model = Model(("a", -3), ("aa", -2));
        var (ids, ranges) = WholeText.Encode(model, System.Text.Encoding.UTF8.GetBytes(new string('a', 100_001)));
        Assert.Equal(50_001, ids.Length);
        Assert.Equal(100_001, ranges[^1].End);
    }

    private static Unigram Model(params (string Token, float Score)[] tokens) =>
        new(Vocabulary.Create(["<unk>", .. tokens.Select(token => token.Token)]), [0, .. tokens.Select(token => token.Score)], 0, false);

    // Scores are multiples of 1/64: sums of them are exact, so that ties are ties.
    private static Unigram RandomModel(Random random)
    {
        var tokens = Enumerable.Range(0, 10).Select(_ => Text(random, 1 + random.Next(4))).Distinct();
        return Model([.. tokens.Select(token => (token, -random.Next(1, 640) / 64f))]);
    }

    private static string Text(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "aé☃"[random.Next(3)]));

    /// <summary>Every segmentation by trying every token everywhere, unknown characters where none covers one alone.</summary>
    private static IEnumerable<(int[] Ids, double Score)> All(Unigram model, string text, bool unknownBefore = false)
    {
        if (text.Length == 0)
        {
            yield return ([], 0);
            yield break;
        }

        float lowest = model.Scores[1..].ToArray().Min();
        for (int length = 1; length <= text.Length; length++)
        {
            int? id = model.Vocabulary.IdOf(text[..length]);
            if (id is null && length > 1)
                continue;
            foreach (var (ids, score) in All(model, text[length..], id is null))
            {
                int[] first = id is int known ? [known] : unknownBefore ? [] : [0];
                yield return ([.. first, .. ids], (id is int token ? model.Scores[token] : lowest - 10) + score);
            }
        }
    }
}
