using System.Text.Json.Nodes;

namespace Attune.Tokenizers.Tests;

public class ChatTemplateTests
{
    private static readonly ChatMessage[] s_messages = [new("system", "Be brief."), new("user", "Hi")];

    [Fact]
    public void Templates_render_as_Jinja_renders_them()
    {
        var wrong = new List<string>();
        foreach (var one in GoldenTemplates.Cases)
        {
            string got;
            try
            {
                got = ChatTemplate.Parse(one.Template).Render(one.Input);
            }
            catch (ChatTemplateException error) when (one.Expected is null)
            {
                if (one.Error.Length > 0)
                    Assert.Equal((one.Error, true), (error.Message, error.RaisedByTemplate));
                else
                    Assert.False(error.RaisedByTemplate, one.Template);
                continue;
            }
            catch (ChatTemplateException error)
            {
                got = error.Message;
            }

            if (got != one.Expected)
                wrong.Add($"{one.Template}\nexpected: {one.Expected ?? "an error"}\nfound: {got}\n");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void The_inputs_are_messages_and_options()
    {
        var template = ChatTemplate.Parse(
            "{{ bos_token }}{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}");
        Assert.Equal("<system>Be brief.<user>Hi", template.Render(s_messages));
        Assert.Equal("<system>Be brief.<user>Hi<assistant>", template.Render(s_messages, addGenerationPrompt: true));
        Assert.Equal("^<user>None", template.Render(new ChatTemplateInput([new("user", null)]) { BosToken = "^" }));
        var input = new ChatTemplateInput(s_messages) { Variables = new Dictionary<string, JsonNode?> { ["messages"] = new JsonArray() } };
        Assert.Equal("", template.Render(input));
    }

    [Fact]
    public void Messages_can_have_any_fields_and_do_not_change()
    {
        var calls = new JsonArray(new JsonObject { ["name"] = "f", ["arguments"] = new JsonObject { ["x"] = 1 } });
        var message = new ChatMessage("assistant", null).With("tool_calls", calls).With("n", 2.0);
        calls.Clear();
        var template = ChatTemplate.Parse("{{ messages[0] | tojson }}");
        Assert.Equal(
            """{"role": "assistant", "content": null, "tool_calls": [{"name": "f", "arguments": {"x": 1}}], "n": 2.0}""",
            template.Render([message]));
        Assert.Equal("""{"role": "x"}""", template.Render([new ChatMessage(new JsonObject { ["role"] = "x" })]));
        Assert.Throws<ArgumentException>(() => new ChatMessage(new JsonObject { ["content"] = "x" }));
    }

    [Fact]
    public void Values_that_templates_cannot_hold_are_refused()
    {
        JsonNode? deep = null;
        for (int i = 0; i < ChatTemplate.MaxNesting + 10; i++)
            deep = new JsonArray(deep);
        Assert.Throws<ArgumentException>(() => new ChatMessage("user", "x").With("deep", deep));
        Assert.Throws<ArgumentException>(() => new ChatMessage("user", "x").With("long", JsonNode.Parse(new string('9', 60))));
        Assert.Throws<ArgumentException>(() => new ChatMessage("user", "x").With("lone", JsonNode.Parse("""["\ud800"]""")));
    }

    [Theory]
    [InlineData("a\nb {% if x %}\n  {% endfor %}", 3, 6, "'elif' or 'else' or 'endif' or a statement", "the unknown statement 'endfor'")]
    [InlineData("{{ 1 +\n }}", 2, 2, "an expression", "'}}'")]
    [InlineData("{{ x | trimm }}", 1, 8, "a known filter", "the unknown filter 'trimm' (did you mean 'trim'?)")]
    [InlineData("{{ x is strng }}", 1, 9, "a known test", "the unknown test 'strng' (did you mean 'string'?)")]
    [InlineData("{{ raise_excepton('x') }}", 1, 18, "a function or macro to call", "the unknown function 'raise_excepton' (did you mean 'raise_exception'?)")]
    [InlineData("{{ messages.foo.bar }}", 1, 16, "a value to look for 'bar' in", "'foo', which the list does not have")]
    [InlineData("{{ [1].append(2) }}", 1, 7, "a list left as it is (use + to make a longer one)", "'append', which changes it")]
    [InlineData("{% for a in [] recursive %}", 1, 16, "'%}' (recursive loops are not supported)", "'recursive'")]
    [InlineData("{{ 'a' + 1 }}", 1, 8, "values that '+' can join", "str and int")]
    [InlineData("{{ {'a': 1} | trim(chrs='a') }}", 1, 15, "an argument of 'trim'", "the unknown argument 'chrs' (did you mean 'chars'?)")]
    public void Errors_name_the_place_what_was_expected_and_what_was_found(string template, int line, int column, string expected, string found)
    {
        var error = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse(template).Render(s_messages));
        Assert.Equal((line, column, expected, found), (error.Line, error.Column, error.Expected, error.Found));
        Assert.Equal($"chat template, line {line}, column {column}: expected {expected}, found {found}", error.Message);
    }

    [Fact]
    public void One_template_can_render_on_many_threads()
    {
        var template = ChatTemplate.Parse("{% set n = namespace(s='') %}{% for i in range(50) %}{% set n.s = n.s ~ i ~ messages[0].content %}{% endfor %}{{ n.s }}");
        string[] texts = [.. Enumerable.Range(0, 16).AsParallel().AsOrdered().Select(i => template.Render([new("user", $"<{i}>")]))];
        Assert.All(texts.Index(), text => Assert.Equal(string.Concat(Enumerable.Range(0, 50).Select(i => $"{i}<{text.Index}>")), text.Item));
    }
}
