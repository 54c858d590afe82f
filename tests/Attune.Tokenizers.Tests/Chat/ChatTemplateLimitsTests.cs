namespace Attune.Tokenizers.Tests;

public class ChatTemplateLimitsTests
{
    private static readonly ChatMessage[] s_messages = [new("user", "Hi")];

    [Theory]
    [InlineData("{% for a in range(99999) %}{% for b in range(99999) %}{{ a }}{% endfor %}{% endfor %}", "steps")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "macros")]
    [InlineData("{% macro f(a=f()) %}{% endmacro %}{{ f() }}", "macros")]
    [InlineData("{{ 'x' * 10**9 }}", "characters")]
    [InlineData("{{ [1] * 10**9 }}", "steps")]
    [InlineData("{% set n = namespace(s='ab') %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}", "characters")]
    [InlineData("{% set n = namespace(s='ab') %}{% for i in range(99) %}{% set n.s %}{{ n.s }}{{ n.s }}{% endset %}{% endfor %}", "steps")]
    [InlineData("{% set n = namespace(l=[1]) %}{% for i in range(99) %}{% set n.l = n.l + n.l %}{% endfor %}", "step")]
    [InlineData("{% set n = namespace(l=[1]) %}{% for i in range(999) %}{% set n.l = [n.l] %}{% endfor %}", "deep")]
    [InlineData("{% set n = namespace(l=[1]) %}{% for i in range(99) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l }}", "step")]
    [InlineData("{{ 2 ** 10000000000 }}", "128 bits")]
    [InlineData("{{ 10 ** 30 * 10 ** 30 }}", "128 bits")]
    [InlineData("{{ range(10 ** 15) }}", "range")]
    [InlineData("{{ ('x' * 9999999) | replace('', 'y' * 9999999) }}", "characters")]
    [InlineData("{{ ('x\n' * 9999) | indent(10 ** 9) }}", "characters")]
    [InlineData("{{ [[[1]]] | tojson(indent=10 ** 9) }}", "characters")]
    [InlineData("{{ ('y' * 9999999).join('x' * 9999999) }}", "steps")]
    [InlineData("{% set s = 'x' * 60000000 %}{% for i in range(99999) %}{{ s | length }}{{ 'y' in s }}{{ s.count('z') }}{% endfor %}", "steps")]
    [InlineData("{{ ('ab' * 999999 + 'aa') in ('ab' * 2999999) }}", "steps")]
    [InlineData("{% set l = ['x' * 99999] * 99 %}{% for i in range(99999) %}{% set u = l | map('upper') %}{% endfor %}", "steps")]
    public void A_template_that_would_not_end_ends_with_an_error(string template, string limit)
    {
        var error = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse(template).Render(s_messages));
        Assert.Contains(limit, error.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ ", "(", "1", ")", " }}")]
    [InlineData("{{ ", "[", "1", "]", " }}")]
    [InlineData("{{ ", "not ", "1", "", " }}")]
    [InlineData("{{ ", "- ", "1", "", " }}")]
    [InlineData("{{ ", "1 + ", "1", "", " }}")]
    [InlineData("{{ ", "1 and ", "1", "", " }}")]
    [InlineData("{{ ", "", "x", ".y", " }}")]
    [InlineData("{{ ", "", "x", " | trim", " }}")]
    [InlineData("{{ ", "", "x", "[0]", " }}")]
    [InlineData("{{ ", "1 if 1 else ", "x", "", " }}")]
    [InlineData("", "{% if true %}", "x", "{% endif %}", "")]
    [InlineData("{% macro f(a) %}", "{% for a in [1] %}", "x", "{% endfor %}", "{% endmacro %}")]
    public void Deep_nesting_is_refused_before_it_costs_the_stack(string before, string open, string inside, string close, string after)
    {
        string Nested(int depth) => before + Repeated(open, depth) + inside + Repeated(close, depth) + after;
        Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse(Nested(5000)));
        ChatTemplate.Parse(Nested(50));
    }

    [Fact]
    public void Deep_macros_with_deep_bodies_do_not_exhaust_the_stack()
    {
        string body = Repeated("{% if true %}", 90) + "{{ " + Repeated("(", 90) + "f(n)" + Repeated(")", 90) + " }}" + Repeated("{% endif %}", 90);
        var template = ChatTemplate.Parse("{% macro f(n) %}" + body + "{% endmacro %}{{ f(1) }}");
        Assert.Contains("macros", Assert.Throws<ChatTemplateException>(() => template.Render(s_messages)).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rendering_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => ChatTemplate.Parse("x").Render(s_messages, cancellation: source.Token));
    }

    [Fact]
    public void Long_conversations_stay_within_the_limits()
    {
        var template = ChatTemplate.Parse(
            "{% for m in messages %}{% if m.content is string and '</think>' in m.content %}{% set c = m.content.split('</think>')[-1] %}{% else %}"
            + "{% set c = m.content %}{% endif %}{{ '<' + m.role + '>' + c | trim + '\n' }}{% endfor %}");
        ChatMessage[] messages = [.. Enumerable.Range(0, 10_000).Select(i => new ChatMessage(i % 2 == 0 ? "user" : "assistant", new string('x', 1000)))];
        Assert.Equal(10_000 * (1000 + 3) + 5_000 * (4 + 9), template.Render(messages).Length);
    }

    [Fact]
    public void Whatever_a_template_holds_only_its_own_error_escapes()
    {
        const int Seed = 20240705;
        const int Rounds = 6000;
        Console.WriteLine($"chat template fuzzer: seed {Seed}, {Rounds} mutations");
        var random = new Random(Seed);
        var cases = GoldenTemplates.Cases.DistinctBy(one => one.Template).ToArray();
        for (int round = 0; round < Rounds; round++)
        {
            var one = cases[random.Next(cases.Length)];
            string template = Mutate(random, one.Template, cases[random.Next(cases.Length)].Template);
            try
            {
                ChatTemplate.Parse(template).Render(one.Input);
            }
            catch (ChatTemplateException error)
            {
                Assert.InRange(error.Line, 1, int.MaxValue);
                Assert.InRange(error.Column, 1, int.MaxValue);
            }
            catch (Exception error)
            {
                Assert.Fail($"round {round}: {template}\n{error}");
            }
        }
    }

    /// <summary>Some pieces removed, doubled, exchanged with another template's, or replaced by a character that means something.</summary>
    private static string Mutate(Random random, string template, string other)
    {
        const string Signs = "{}%#()[]'\"|.,:~+-*/=<>! \\\n0a";
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            int start = random.Next(template.Length + 1);
            int length = Math.Min(random.Next(1, 12), template.Length - start);
            int from = random.Next(other.Length + 1);
            string piece = random.Next(4) switch
            {
                0 => "",
                1 => Repeated(template.Substring(start, length), random.Next(2, 40)),
                2 => other.Substring(from, Math.Min(random.Next(1, 30), other.Length - from)),
                _ => Signs[random.Next(Signs.Length)].ToString(),
            };
            template = template[..start] + piece + template[(start + length)..];
        }

        return template;
    }

    private static string Repeated(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    [Fact]
    public void A_message_that_is_null_is_refused() =>
        Assert.StartsWith("messages: expected messages, found null", Assert.Throws<ArgumentException>(() => ChatTemplate.Parse("x").Render([null!])).Message, StringComparison.Ordinal);
}
