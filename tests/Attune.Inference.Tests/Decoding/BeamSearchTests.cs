using Attune.Models;
using Attune.Nn;
using Attune.Tokenizers;

namespace Attune.Inference.Tests;

public class BeamSearchTests
{
    private static readonly Tokenizer s_letters = TokenizerTrainer.TrainOnTexts(new() { Algorithm = TokenizerAlgorithm.Characters, Threads = 1 }, ["abc"]);

    private static readonly TextGenerator s_gpt2 = new(
        new Gpt2(new() { VocabularySize = 4, Positions = 8, Channels = 8, Layers = 1, Heads = 2, InitializerRange = 0.8 }, Weights.Fresh(2)), s_letters);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(-1)]
    public void As_many_beams_as_there_are_texts_find_what_trying_all_texts_finds(double lengthPenalty)
    {
        var options = new GenerationOptions { MaxNewTokens = 3, Beams = 64, LengthPenalty = lengthPenalty, StopTokens = [3] };
        var expected = AllTexts(s_gpt2.Model, [1, 2], options).OrderByDescending(text => text.Score).ToArray();

        var found = s_gpt2.Search(new GenerationRequest([1, 2], options));

        // An end after each of the beginnings of 0, 1 and 2 other tokens, and those of 3 without one.
        Assert.Equal(1 + 3 + 9 + 27, found.Count);
        Assert.Equal(expected.Select(text => string.Join(' ', text.Ids)), found.Select(text => string.Join(' ', text.Ids())));
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i].Score, found[i].Score, 1e-5 * Math.Abs(expected[i].Score));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    [InlineData(1.5)]
    [InlineData(-0.5)]
    public void A_search_that_ends_early_finds_what_a_search_to_the_end_finds(double lengthPenalty)
    {
        for (int seed = 0; seed < 25; seed++)
        {
            var generator = new TextGenerator(BigramModel.Random(4, seed), s_letters);
            var options = new GenerationOptions { MaxNewTokens = 7, Beams = 1 + (seed % 4), LengthPenalty = lengthPenalty, StopTokens = [2] };

            var found = generator.Search(new GenerationRequest([1], options));

            Assert.Equal(ToTheEnd(generator.Model, 1, options), found.Select(text => (string.Join(' ', text.Ids()), text.Score)));
        }
    }

    [Theory]
    [MemberData(nameof(Tiny.Names), MemberType = typeof(Tiny))]
    public void One_beam_is_greedy(string name)
    {
        var options = new GenerationOptions { MaxNewTokens = 20, LengthPenalty = 0, RepetitionPenalty = 1 };
        var greedy = Tiny.Named(name).Generate("The fox", options);

        var found = Assert.Single(Tiny.Named(name).Search("The fox", options));

        Assert.Equal(greedy.Ids(), found.Ids());
        Assert.Equal(greedy.Text, found.Text);
        Assert.Equal(greedy.Score, found.Score, 1e-4);

        int stop = greedy.Ids()[7];
        var stopped = options with { StopTokens = [stop] };
        Assert.Equal(Tiny.Named(name).Generate("The fox", stopped).Ids(), Tiny.Named(name).Search("The fox", stopped)[0].Ids());
    }

    [Theory]
    [MemberData(nameof(Tiny.Names), MemberType = typeof(Tiny))]
    public void Beams_that_exchange_caches_score_as_full_passes_do(string name)
    {
        var generator = Tiny.Named(name);
        var found = generator.Search("The fox", new() { MaxNewTokens = 12, Beams = 5, Alternatives = 1 });

        Assert.Equal(5, found.Count);
        Assert.Equal(5, found.Select(text => string.Join(' ', text.Ids())).Distinct().Count());
        foreach (var text in found)
        {
            List<int> ids = [.. Tiny.Tokenizer.EncodeToIds("The fox")];
            foreach (var token in text.Tokens)
            {
                float[] logits = TextGeneratorTests.LastLogits(generator.Model, ids);
                Assert.Equal(logits[token.Id] - LogProbabilities.Normalizer(logits), token.LogProbability);
                Assert.True(token.LogProbability <= token.Alternatives[0].LogProbability);
                ids.Add(token.Id);
            }

            Assert.Equal(text.Tokens.Sum(token => (double)token.LogProbability) / 12, text.Score, 1e-5);
        }
    }

    [Fact]
    public void Beams_find_texts_at_least_as_probable_as_greedy_ones()
    {
        var options = new GenerationOptions { MaxNewTokens = 10, LengthPenalty = 0 };

        Assert.True(Tiny.Llama.Generate("The", options with { Beams = 8 }).Score >= Tiny.Llama.Generate("The", options).Score);
    }

    [Fact]
    public void Stop_strings_end_beams_and_are_no_part_of_their_texts()
    {
        var generator = new TextGenerator(BigramModel.Random(4, 3), s_letters);
        var found = generator.Search("ab", new() { MaxNewTokens = 6, Beams = 4, StopStrings = ["cc", "ca", "ba"] });

        Assert.Contains(found, text => text.Finish == FinishReason.StopString);
        Assert.All(found, text => Assert.DoesNotContain("cc", text.Text));
        Assert.All(found, text => Assert.DoesNotContain("ca", text.Text));
    }

    [Fact]
    public void Beams_end_when_the_context_is_full()
    {
        var found = s_gpt2.Generate(new GenerationRequest([1, 2, 1, 2, 1, 2], new() { Beams = 3, MaxNewTokens = 50 }));

        Assert.Equal((3, FinishReason.Context), (found.Tokens.Count, found.Finish));
    }

    /// <summary>Beam search as simple as can be: sorts all candidates, computes all again, goes on to the greatest length.</summary>
    private static IEnumerable<(string Ids, double Score)> ToTheEnd(LanguageModel model, int prompt, GenerationOptions options)
    {
        List<(int[] Ids, double Sum)> running = [([], 0)];
        List<(string Ids, double Score)> ended = [];
        for (int length = 1; length <= options.MaxNewTokens; length++)
        {
            List<(int[] Ids, double Sum)> candidates = [];
            foreach (var (ids, sum) in running)
            {
                float[] logits = TextGeneratorTests.LastLogits(model, [prompt, .. ids]);
                float normalizer = LogProbabilities.Normalizer(logits);
                candidates.AddRange(logits.Select((logit, id) => ((int[])[.. ids, id], sum + ((double)logit - normalizer))));
            }

            var sorted = candidates.OrderByDescending(candidate => candidate.Sum).ToList(); // Stable.
            bool IsEnd((int[] Ids, double Sum) candidate) => options.StopTokens.Contains(candidate.Ids[^1]) || length == options.MaxNewTokens;
            ended.AddRange(
                from candidate in sorted.Take(options.Beams)
                where IsEnd(candidate)
                select (string.Join(' ', candidate.Ids), candidate.Sum / Math.Pow(length, options.LengthPenalty)));
            running = [.. sorted.Where(candidate => !IsEnd(candidate)).Take(options.Beams)];
        }

        return ended.OrderByDescending(text => text.Score).Take(options.Beams);
    }

    private static IEnumerable<(int[] Ids, double Score)> AllTexts(LanguageModel model, int[] prompt, GenerationOptions options)
    {
        var open = new Queue<(int[] Ids, double Sum)>([([], 0)]);
        while (open.TryDequeue(out var text))
        {
            float[] logits = TextGeneratorTests.LastLogits(model, [.. prompt, .. text.Ids]);
            double normalizer = Math.Log(logits.Sum(logit => Math.Exp(logit)));
            for (int id = 0; id < logits.Length; id++)
            {
                (int[] Ids, double Sum) longer = ([.. text.Ids, id], text.Sum + logits[id] - normalizer);
                if (options.StopTokens.Contains(id) || longer.Ids.Length == options.MaxNewTokens)
                    yield return (longer.Ids, longer.Sum / Math.Pow(longer.Ids.Length, options.LengthPenalty));
                else
                    open.Enqueue(longer);
            }
        }
    }
}
