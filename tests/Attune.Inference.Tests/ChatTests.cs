using Attune.Tokenizers;

namespace Attune.Inference.Tests;

public class ChatTests
{
    private static readonly ChatTemplate s_template = ChatTemplate.Parse(
        "{% for m in messages %}<|endoftext|>{{ m.role }}: {{ m.content }}\n{% endfor %}{% if add_generation_prompt %}<|endoftext|>assistant:{% endif %}");

    private static readonly GenerationOptions s_short = Tiny.Drawn with { MaxNewTokens = 6 };

    [Fact]
    public void An_answer_is_what_the_model_says_to_the_rendered_conversation()
    {
        var generator = new TextGenerator(BigramModel.Random(300, 4, contextLength: 500), Tiny.Tokenizer);
        var chat = new Chat(generator, s_template) { Options = s_short };
        chat.Add(new("system", "Be brief."));
        List<ChatMessage> messages = [new("system", "Be brief.")];
        foreach (string said in (string[])["Hello", "Who are you?", "Why?"])
        {
            messages.Add(new("user", said));
            int[] prompt = Tiny.Tokenizer.EncodeToIds(s_template.Render(messages, addGenerationPrompt: true), addSpecialTokens: false, allowSpecialTokens: true);
            var expected = generator.Generate(new GenerationRequest(prompt, s_short));

            string answer = string.Concat(chat.Reply(said).Select(token => token.Text));

            Assert.Equal(expected.Text, answer);
            messages.Add(new("assistant", answer));
        }

        Assert.Equal(messages.Select(message => (message.Role, message.Content)), chat.Messages.Select(message => (message.Role, message.Content)));
    }

    [Theory]
    [MemberData(nameof(Tiny.Names), MemberType = typeof(Tiny))]
    public async Task Without_a_template_turns_continue_one_text(string name)
    {
        var generator = Tiny.Named(name);
        var chat = new Chat(generator) { Options = s_short };
        List<int> ids = [];
        foreach (string said in (string[])["The fox", " sat on", " the hill"])
        {
            ids.AddRange(Tiny.Tokenizer.EncodeToIds(said));
            var expected = generator.Generate(new GenerationRequest([.. ids], s_short));
            ids.AddRange(expected.Ids());

            string answer = "";
            await foreach (var token in chat.ReplyAsync(said))
                answer += token.Text;

            Assert.Equal(expected.Text, answer);
            Assert.Equal(ids.Count, chat.TokenCount);
        }
    }

    [Fact]
    public void A_conversation_without_a_template_begins_behind_its_start()
    {
        var chat = new Chat(Tiny.Llama) { Options = s_short, Start = [7, 8] };
        Drain(chat.Reply("The"));
        string second = Drain(chat.Reply(" fox"));

        var expected = Tiny.Llama.Generate(new GenerationRequest([7, 8, .. Tiny.Tokenizer.EncodeToIds("The")], s_short));
        int[] ids = [7, 8, .. Tiny.Tokenizer.EncodeToIds("The"), .. expected.Ids(), .. Tiny.Tokenizer.EncodeToIds(" fox")];
        Assert.Equal(Tiny.Llama.Generate(new GenerationRequest(ids, s_short)).Text, second);
    }

    [Fact]
    public void Only_new_tokens_are_computed()
    {
        var model = BigramModel.Random(300, 4);
        var chat = new Chat(new TextGenerator(model, Tiny.Tokenizer)) { Options = new() { MaxNewTokens = 3 } };
        Drain(chat.Reply("xyz"));
        int first = model.Rows;

        Drain(chat.Reply("qu"));

        Assert.Equal(3 + 2, first);
        Assert.Equal(1 + 2 + 2, model.Rows - first); // The last token of the answer, the new text, two of the new answer.
    }

    [Fact]
    public void An_answer_that_is_not_read_to_its_end_leaves_the_conversation_as_it_was()
    {
        var chat = new Chat(Tiny.Llama) { Options = s_short };
        Drain(chat.Reply("The fox"));
        string next = Drain(chat.Reply(" and"));

        var other = new Chat(Tiny.Llama) { Options = s_short };
        Drain(other.Reply("The fox"));
        foreach (var _ in other.Reply(" never"))
            break;
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Drain(other.Reply(" nor", source.Token)));

        Assert.Equal(next, Drain(other.Reply(" and")));
        Assert.Equal(["The fox", " and"], other.Messages.Where(message => message.Role == "user").Select(message => message.Content));
    }

    [Fact]
    public void A_full_context_is_an_error_that_says_so_until_a_new_conversation_begins()
    {
        var chat = new Chat(Tiny.Gpt2) { Options = new() { MaxNewTokens = 1000 } };
        var last = chat.Reply("The fox").Last();
        Assert.Equal(FinishReason.Context, last.Finish);

        var wrong = Assert.Throws<GenerationException>(() => chat.Reply("x"));

        Assert.Equal("conversation: expected at most 64 tokens (the model's context), found 66; begin a new one", wrong.Message);
        chat.Clear();
        Assert.Equal(FinishReason.Context, chat.Reply("The fox").Last().Finish);
    }

    [Fact]
    public void Messages_without_an_answer_need_a_template() => Assert.Equal(
        "chat: expected a template for messages that need no answer, got none",
        Assert.Throws<InvalidOperationException>(() => new Chat(Tiny.Gpt2).Add(new("system", "Be brief."))).Message);

    private static string Drain(IEnumerable<GeneratedToken> answer) => string.Concat(answer.Select(token => token.Text));
}
