using Attune.Kernels;
using Attune.Models;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Inference.Tests;

public class TextGeneratorTests
{
    private static readonly string[] s_prompts = ["The little fox", "T", "the owl told the tale of the hill and", "On the hill"];

    [Theory]
    [MemberData(nameof(Tiny.Names), MemberType = typeof(Tiny))]
    public void Greedy_text_with_a_cache_is_that_of_full_passes(string name)
    {
        var generator = Tiny.Named(name);
        var result = generator.Generate("The little fox", new() { MaxNewTokens = 20, Alternatives = 3 });

        List<int> ids = [.. Tiny.Tokenizer.EncodeToIds("The little fox")];
        foreach (var token in result.Tokens)
        {
            float[] logits = LastLogits(generator.Model, ids);
            float normalizer = LogProbabilities.Normalizer(logits);
            int[] best = [.. Enumerable.Range(0, logits.Length).OrderByDescending(id => logits[id]).ThenBy(id => id).Take(3)];
            Assert.Equal(best[0], token.Id);
            Assert.Equal(logits[token.Id] - normalizer, token.LogProbability);
            Assert.Equal(best.Select(id => new TokenProbability(id, logits[id] - normalizer)), token.Alternatives);
            ids.Add(token.Id);
        }

        Assert.Equal((20, FinishReason.Length), (result.Tokens.Count, result.Finish));
        Assert.True(result.Ids().Distinct().Count() > 3, "a text that varies says more");
    }

    [Theory]
    [MemberData(nameof(Tiny.Names), MemberType = typeof(Tiny))]
    public void A_prompt_alone_equals_the_prompt_in_a_batch(string name)
    {
        var generator = Tiny.Named(name);
        GenerationOptions[] options = [Tiny.Drawn, new() { MaxNewTokens = 5 }, Tiny.Drawn with { StopTokens = [65, 66, 67] }, Tiny.Drawn with { MaxNewTokens = 100, Sequence = 4 }];
        GenerationRequest[] requests = [.. s_prompts.Zip(options, generator.RequestFor)];

        var together = generator.Generate(requests);

        for (int i = 0; i < requests.Length; i++)
            AssertSame(generator.Generate(requests[i]), together[i]);
    }

    [Theory]
    [MemberData(nameof(Tiny.Names), MemberType = typeof(Tiny))]
    public void One_thread_equals_two(string name)
    {
        GenerationResult With(int threads)
        {
            using var _ = Workers.Use(threads);
            return Tiny.Named(name).Generate(s_prompts[0], Tiny.Drawn);
        }

        AssertSame(With(1), With(2));
    }

    [Fact]
    public void The_same_seed_gives_the_same_text_and_another_another()
    {
        AssertSame(Tiny.Llama.Generate("The", Tiny.Drawn), Tiny.Llama.Generate("The", Tiny.Drawn));
        Assert.NotEqual(Tiny.Llama.Generate("The", Tiny.Drawn).Ids(), Tiny.Llama.Generate("The", Tiny.Drawn with { Seed = 8 }).Ids());
        Assert.NotEqual(Tiny.Llama.Generate("The", Tiny.Drawn).Ids(), Tiny.Llama.Generate("The", Tiny.Drawn with { Sequence = 1 }).Ids());
    }

    [Fact]
    public async Task Any_number_of_generations_of_one_model_may_run_at_once()
    {
        var alone = s_prompts.Select(prompt => Tiny.Gpt2.Generate(prompt, Tiny.Drawn)).ToArray();

        var together = await Task.WhenAll(s_prompts.Select(prompt => Tiny.Gpt2.GenerateAsync(prompt, Tiny.Drawn)));

        for (int i = 0; i < alone.Length; i++)
            AssertSame(alone[i], together[i]);
    }

    [Fact]
    public void A_stop_token_is_the_last_and_has_no_text()
    {
        var whole = Tiny.Gpt2.Generate("The", Tiny.Drawn);
        int stop = whole.Ids()[5], first = Array.IndexOf(whole.Ids(), stop);

        var stopped = Tiny.Gpt2.Generate("The", Tiny.Drawn with { StopTokens = [stop] });

        Assert.Equal(whole.Ids()[..(first + 1)], stopped.Ids());
        Assert.Equal(FinishReason.StopToken, stopped.Finish);
        Assert.Equal(Tiny.TextOf(stopped.Ids().Take(first)), stopped.Text);
    }

    [Fact]
    public void A_stop_string_ends_the_text_before_it_wherever_tokens_end()
    {
        var whole = Tiny.Gpt2.Generate("The", Tiny.Drawn with { MaxNewTokens = 40 });
        for (int start = 0; start + 5 < whole.Text.Length; start += 7)
        {
            string stop = whole.Text.Substring(start, 5);

            var stopped = Tiny.Gpt2.Generate("The", Tiny.Drawn with { MaxNewTokens = 40, StopStrings = [stop] });

            Assert.Equal(whole.Text[..whole.Text.IndexOf(stop, StringComparison.Ordinal)], stopped.Text);
            Assert.Equal(FinishReason.StopString, stopped.Finish);
            Assert.Equal(whole.Ids()[..stopped.Tokens.Count], stopped.Ids());
        }
    }

    [Fact]
    public void Generation_ends_when_the_context_is_full()
    {
        int[] prompt = [.. Enumerable.Repeat(40, 60)];

        var result = Tiny.Gpt2.Generate(new GenerationRequest(prompt, new() { MaxNewTokens = 1000 }));

        Assert.Equal((5, FinishReason.Context), (result.Tokens.Count, result.Finish));
    }

    [Fact]
    public void A_prompt_as_long_as_the_context_has_one_next_token() => Assert.Single(
        Tiny.Llama.Generate(new GenerationRequest([.. Enumerable.Repeat(40, 64)], new())).Tokens);

    [Fact]
    public void Wrong_prompts_are_errors_that_say_so()
    {
        AssertWrong("prompt: expected at most 64 tokens (the model's context), found 65", [.. Enumerable.Repeat(40, 65)]);
        AssertWrong("prompt: expected at least one token, found none", []);
        AssertWrong("prompt: expected token ids from 0 to 299, found 300", [300]);
        AssertWrong("StopTokens: expected token ids from 0 to 299, found -1", [1], new() { StopTokens = [-1] });

        var wrong = Assert.Throws<ArgumentException>(() => Tiny.Gpt2.Generate(["The", new string('x', 65)]));
        Assert.Equal("prompts[1]: expected at most 64 tokens (the model's context), found 65", wrong.Message);
    }

    [Fact]
    public void A_tokenizer_with_more_ids_than_the_model_is_an_error()
    {
        var wrong = Assert.Throws<ArgumentException>(() => new TextGenerator(BigramModel.Random(5, 1), Tiny.Tokenizer));

        Assert.Equal("tokenizer: expected at most 5 ids (the model's vocabulary), found 287", wrong.Message);
    }

    [Fact]
    public void A_model_that_is_not_finite_is_an_error()
    {
        var model = BigramModel.Random(300, 1);
        model.OutputWeight.Fill(double.NaN);

        Assert.StartsWith(
            "logits: expected the greatest to be finite, found NaN",
            Assert.Throws<GenerationException>(() => new TextGenerator(model, Tiny.Tokenizer).Generate("a")).Message);
    }

    [Fact]
    public void Each_token_goes_through_the_model_once()
    {
        var model = BigramModel.Random(300, 1);

        var result = new TextGenerator(model, Tiny.Tokenizer).Generate("xyz", new() { MaxNewTokens = 10 });

        Assert.Equal(result.PromptTokens + 9, model.Rows);
    }

    private static void AssertWrong(string message, int[] prompt, GenerationOptions? options = null) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Tiny.Gpt2.Generate(new GenerationRequest(prompt, options ?? new()))).Message);

    private static void AssertSame(GenerationResult expected, GenerationResult found)
    {
        Assert.Equal(expected.Text, found.Text);
        Assert.Equal(expected.Tokens.Select(token => (token.Id, token.Text, token.LogProbability)), found.Tokens.Select(token => (token.Id, token.Text, token.LogProbability)));
        Assert.Equal((expected.Finish, expected.Score), (found.Finish, found.Score));
    }

    internal static float[] LastLogits(LanguageModel model, List<int> ids)
    {
        using var step = Step.Begin();
        using var pause = Tape.NoGradient();
        var hidden = model.Hidden(Tensor.I32([.. ids]), new Pass(Segments.Of(ids.Count)));
        return model.Logits(hidden.Slice(0, ids.Count - 1, 1)).ToArray<float>();
    }
}
