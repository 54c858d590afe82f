using Attune.Kernels;

namespace Attune.Inference.Tests;

public class TranslationSearchTests
{
    private static readonly int[] s_source = [2, 3, 2];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(-1)]
    public void As_many_beams_as_there_are_translations_find_what_trying_all_finds(double lengthPenalty)
    {
        var translator = TinyTranslation.Translator("ab", seed: 3);
        var options = new TranslationOptions { MaxNewTokens = 4, Beams = 128, NBest = 128, LengthPenalty = lengthPenalty };
        var expected = AllTranslations(translator, s_source, [], options);

        var found = translator.Translate([s_source], options)[0].NBest;

        // An end after each of the beginnings of up to 3 of the other tokens, and those of 4 without one.
        Assert.Equal(1 + 3 + 9 + 27 + 81, found.Count);
        AssertAre(expected, found);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-1)]
    public void A_forced_beginning_leaves_the_translations_that_begin_so(double lengthPenalty)
    {
        var translator = TinyTranslation.Translator("ab", seed: 5);
        var options = new TranslationOptions { MaxNewTokens = 3, Beams = 64, NBest = 64, LengthPenalty = lengthPenalty, Prefix = "ba" };
        int[] prefix = translator.Tokenizer.EncodeToIds("ba");
        var expected = AllTranslations(translator, s_source, prefix, options);

        var found = translator.Translate([s_source], options)[0].NBest;

        Assert.Equal(1 + 3 + 9 + 27, found.Count);
        AssertAre(expected, found);
        Assert.All(found, each => Assert.StartsWith("ba", each.Text));
    }

    [Fact]
    public void A_forced_beginning_that_would_be_found_anyway_changes_nothing()
    {
        int compared = 0;
        foreach (int[] source in TinyTranslation.Sentences(20, seed: 8))
        {
            var free = TinyTranslation.Wide.Translate([source], new() { Beams = 1, MaxNewTokens = 12 })[0];
            int[] prefix = [.. free.Tokens.Take(3)];
            if (prefix.Length < 3 || prefix.Contains(0))
                continue; // An unknown letter has no text.

            var forced = TinyTranslation.Wide.Translate([source], new() { Beams = 1, MaxNewTokens = 12 - 3, Prefix = TinyTranslation.Wide.TextOf(prefix) })[0];

            Assert.Equal(TinyTranslation.Everything(free), TinyTranslation.Everything(forced));
            compared++;
        }

        Assert.InRange(compared, 5, 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    public void A_search_finds_what_one_that_sorts_all_and_computes_all_again_finds(double lengthPenalty)
    {
        for (int seed = 0; seed < 24; seed++)
        {
            var translator = TinyTranslation.Translator("abc", (ulong)seed, normalizesBefore: seed % 2 == 0, positionKind: seed % 3 == 0 ? "learned" : "sinusoidal");
            var options = new TranslationOptions { MaxNewTokens = 7, Beams = 2 + (seed % 4), NBest = 2 + (seed % 4), LengthPenalty = lengthPenalty };
            int[] source = TinyTranslation.Sentences(1, seed, 9, 5)[0];

            var found = translator.Translate([source], options)[0].NBest;

            Assert.Equal(Plain(translator, source, options), found.Select(each => (TinyTranslation.Written(each), each.Score)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void One_beam_takes_the_most_probable_token_each_time(double lengthPenalty)
    {
        foreach (int[] source in TinyTranslation.Sentences(12, seed: 1))
        {
            List<int> greedy = [];
            double sum = 0;
            while (greedy.Count < 15)
            {
                double[] next = TinyTranslation.LogProbabilitiesAfter(TinyTranslation.Wide, source, [.. greedy]);
                greedy.Add(Array.IndexOf(next, next.Max()));
                sum += next.Max();
                if (greedy[^1] == TinyTranslation.Wide.EndToken)
                    break;
            }

            var found = TinyTranslation.Wide.Translate([source], new() { Beams = 1, MaxNewTokens = 15, LengthPenalty = lengthPenalty })[0];

            Assert.Equal(greedy.Where(token => token != TinyTranslation.Wide.EndToken), found.Tokens);
            Assert.Equal(sum / Math.Pow(greedy.Count, lengthPenalty), found.Score);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_sentence_alone_is_bitwise_the_same_among_any_others_in_any_order(int beams)
    {
        var options = new TranslationOptions { Beams = beams, NBest = beams, MaxNewTokens = 20 };
        int[][] sources = TinyTranslation.Sentences(200, seed: 2);

        var together = TinyTranslation.Wide.Translate(sources, options);
        var reversed = TinyTranslation.Wide.Translate([.. sources.Reverse()], options);

        for (int i = 0; i < sources.Length; i++)
            Assert.Equal(TinyTranslation.Everything(together[i]), TinyTranslation.Everything(reversed[^(i + 1)]));
        for (int i = 0; i < sources.Length; i += 9)
            Assert.Equal(TinyTranslation.Everything(together[i]), TinyTranslation.Everything(TinyTranslation.Wide.Translate([sources[i]], options)[0]));
        Assert.True(together.Select(each => each.Text).Distinct().Count() > 100, "translations that vary say more");
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        int[][] sources = TinyTranslation.Sentences(40, seed: 3);
        var expected = TinyTranslation.Wide.Translate(sources).SelectMany(TinyTranslation.Everything);
        using (Workers.Use(1))
            Assert.Equal(expected, TinyTranslation.Wide.Translate(sources).SelectMany(TinyTranslation.Everything));
        using (Workers.Use(3))
            Assert.Equal(expected, TinyTranslation.Wide.Translate(sources).SelectMany(TinyTranslation.Everything));
    }

    [Fact]
    public void The_best_are_in_order_and_differ()
    {
        foreach (var translation in TinyTranslation.Wide.Translate(TinyTranslation.Sentences(30, seed: 4), new() { Beams = 6, NBest = 6, MaxNewTokens = 12 }))
        {
            Assert.Equal(6, translation.NBest.Count);
            Assert.Equal(translation.NBest.Select(each => each.Score).OrderDescending(), translation.NBest.Select(each => each.Score));
            Assert.Equal(6, translation.NBest.Select(TinyTranslation.Written).Distinct().Count());
            Assert.Equal(translation.NBest[0].Score, translation.Score);
        }
    }

    [Fact]
    public void Fewer_of_the_best_are_the_first_of_them()
    {
        int[][] sources = TinyTranslation.Sentences(5, seed: 6);
        var all = TinyTranslation.Wide.Translate(sources, new() { Beams = 5, NBest = 5, MaxNewTokens = 9 });
        var two = TinyTranslation.Wide.Translate(sources, new() { Beams = 5, NBest = 2, MaxNewTokens = 9 });

        for (int i = 0; i < sources.Length; i++)
            Assert.Equal(TinyTranslation.Everything(all[i])[..3], TinyTranslation.Everything(two[i]));
    }

    [Theory]
    [InlineData(3, 40, 3, FinishReason.Length)]
    [InlineData(50, 12, 12, FinishReason.Context)]
    [InlineData(null, 12, 12, FinishReason.Context)]
    [InlineData(null, 100, 53, FinishReason.Length)]
    public void A_translation_is_cut_off_at_its_limit_or_where_the_context_ends(int? maxNewTokens, int positions, int tokens, FinishReason finish)
    {
        // Its most probable token is never the end.
        var translator = TinyTranslation.Translator("ab", seed: 2, positions);
        var found = translator.Translate([[2, 3]], new() { Beams = 1, MaxNewTokens = maxNewTokens })[0];

        Assert.Equal((tokens, finish), (found.Tokens.Count, found.Finish));
    }

    [Fact]
    public void Logits_that_are_not_finite_are_an_error()
    {
        var translator = TinyTranslation.Translator("ab", seed: 2);
        translator.Model.OutputWeight.Fill(double.NaN);

        var error = Assert.Throws<GenerationException>(() => translator.Translate("ab"));

        Assert.Equal("logits: expected a finite log(sum of exp), found NaN; are the model's parameters finite?", error.Message);
    }

    [Fact]
    public void A_cancelled_search_ends()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => TinyTranslation.Wide.Translate("abc", cancellation: cancellation.Token));
    }

    private static void AssertAre(List<(string Tokens, double Score)> expected, IReadOnlyList<TranslationHypothesis> found)
    {
        Assert.Equal(expected.Select(each => each.Tokens), found.Select(TinyTranslation.Written));
        for (int i = 0; i < found.Count; i++)
            Assert.Equal(expected[i].Score, found[i].Score, 1e-12 * Math.Abs(expected[i].Score));
    }

    /// <summary>Every translation that begins with a prefix, best first.</summary>
    private static List<(string Tokens, double Score)> AllTranslations(Translator translator, int[] source, int[] prefix, TranslationOptions options)
    {
        List<(string, double Score)> all = [];
        double sum = 0;
        for (int i = 0; i < prefix.Length; i++)
            sum += TinyTranslation.LogProbabilitiesAfter(translator, source, prefix[..i])[prefix[i]];
        var open = new Queue<(int[] Ids, double Sum)>([(prefix, sum)]);
        while (open.TryDequeue(out var beginning))
        {
            double[] next = TinyTranslation.LogProbabilitiesAfter(translator, source, beginning.Ids);
            int length = beginning.Ids.Length + 1;
            for (int id = 0; id < next.Length; id++)
            {
                double score = (beginning.Sum + next[id]) / Math.Pow(length, options.LengthPenalty);
                if (id == translator.EndToken)
                    all.Add((string.Join(' ', beginning.Ids) + " .", score));
                else if (length == prefix.Length + options.MaxNewTokens)
                    all.Add((string.Join(' ', [.. beginning.Ids, id]), score));
                else
                    open.Enqueue(([.. beginning.Ids, id], beginning.Sum + next[id]));
            }
        }

        return [.. all.OrderByDescending(each => each.Score)];
    }

    /// <summary>Beam search as simple as can be.</summary>
    private static IEnumerable<(string Tokens, double Score)> Plain(Translator translator, int[] source, TranslationOptions options)
    {
        List<(int[] Ids, double Sum)> running = [([], 0)];
        List<(string Tokens, double Score)> ended = [];
        for (int length = 1; length <= options.MaxNewTokens; length++)
        {
            List<(int[] Ids, double Sum)> candidates = [];
            foreach (var (ids, sum) in running)
            {
                double[] next = TinyTranslation.LogProbabilitiesAfter(translator, source, ids);
                candidates.AddRange(next.Select((logProbability, id) => ((int[])[.. ids, id], sum + logProbability)));
            }

            var sorted = candidates.OrderByDescending(candidate => candidate.Sum).ToList(); // Stable.
            bool HasEnd((int[] Ids, double Sum) candidate) => candidate.Ids[^1] == translator.EndToken;
            ended.AddRange(
                from candidate in sorted.Take(options.Beams)
                where HasEnd(candidate) || length == options.MaxNewTokens
                let tokens = HasEnd(candidate) ? string.Join(' ', candidate.Ids[..^1]) + " ." : string.Join(' ', candidate.Ids)
                select (tokens, candidate.Sum / Math.Pow(length, options.LengthPenalty)));
            running = [.. sorted.Where(candidate => !HasEnd(candidate)).Take(options.Beams)];
            var best = ended.OrderByDescending(each => each.Score).Take(options.Beams).ToList();
            if (best.Count == options.Beams && running[0].Sum / Math.Pow(length, options.LengthPenalty) <= best[^1].Score)
                return best;
        }

        return ended.OrderByDescending(each => each.Score).Take(options.Beams);
    }
}
