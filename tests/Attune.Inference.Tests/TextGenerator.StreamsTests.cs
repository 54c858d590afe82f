namespace Attune.Inference.Tests;

public class TextGeneratorStreamsTests
{
    [Fact]
    public async Task Streams_are_the_tokens_of_the_whole_result()
    {
        var whole = Tiny.Llama.Generate("The fox", Tiny.Drawn);

        List<GeneratedToken> streamed = [];
        await foreach (var token in Tiny.Llama.StreamAsync("The fox", Tiny.Drawn))
            streamed.Add(token);

        Assert.Equal(whole.Tokens.Select(token => token with { Alternatives = [] }), streamed.Select(token => token with { Alternatives = [] }));
        Assert.Equal(whole.Tokens.Select(token => token.Text), Tiny.Llama.Stream("The fox", Tiny.Drawn).Select(token => token.Text));
        Assert.Equal(whole.Text, string.Concat(streamed.Select(token => token.Text)));
    }

    [Fact]
    public void Every_piece_is_whole_characters_and_all_are_the_text()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            var options = Tiny.Drawn with { Seed = seed, Temperature = 3, TopK = 0, TopP = 1, MinP = 0, MaxNewTokens = 50 };
            List<GeneratedToken> tokens = [.. Tiny.Gpt2.Stream("The", options)];

            Assert.All(tokens, token => Assert.False(token.Text.Length > 0 && (char.IsLowSurrogate(token.Text[0]) || char.IsHighSurrogate(token.Text[^1]))));
            Assert.Equal(Tiny.TextOf(tokens.Select(token => token.Id)), string.Concat(tokens.Select(token => token.Text)));
        }
    }

    [Fact]
    public async Task Cancellation_ends_a_stream_between_tokens()
    {
        using var source = new CancellationTokenSource();
        int count = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Tiny.Gpt2.StreamAsync("The", new() { MaxNewTokens = 50 }, source.Token))
            {
                if (++count == 3)
                    await source.CancelAsync();
            }
        });

        Assert.Equal(3, count);
    }

    [Fact]
    public void Cancellation_ends_a_generation_of_a_batch()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => Tiny.Gpt2.Generate(["The", "A"], Tiny.Drawn, source.Token));
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_the_generation()
    {
        var model = BigramModel.Random(300, 2, contextLength: 100_000);
        var generator = new TextGenerator(model, Tiny.Tokenizer);

        await foreach (var _ in generator.StreamAsync("x", new() { MaxNewTokens = 90_000 }))
            break;

        int rows = model.Rows;
        Assert.True(rows < 90_000);
        await Task.Delay(20);
        Assert.Equal(rows, model.Rows);
    }

    [Fact]
    public void Wrong_options_are_errors_before_the_first_token()
    {
        Assert.Throws<ArgumentException>(() => { _ = Tiny.Gpt2.StreamAsync("The", new() { TopP = 2 }); });
        Assert.Equal(
            "Beams: expected 1 to stream tokens, found 2", Assert.Throws<ArgumentException>(() => { _ = Tiny.Gpt2.Stream("The", new() { Beams = 2 }); }).Message);
    }
}
