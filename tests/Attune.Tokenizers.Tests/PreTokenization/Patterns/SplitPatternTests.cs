using System.Text;
using System.Text.RegularExpressions;

namespace Attune.Tokenizers.Tests;

public class SplitPatternTests
{
    /// <summary>Patterns, texts, and the first match as .NET or by hand: start and end in bytes, or -1.</summary>
    [Theory]
    [InlineData("b", "abc", 1, 2)]
    [InlineData("a|ab", "ab", 0, 1)] // the first alternative wins, not the longest
    [InlineData("(?:a|ab)c", "abc", 0, 3)]
    [InlineData("a*?b", "aab", 0, 3)]
    [InlineData("a+?", "aaa", 0, 1)]
    [InlineData("a{2,3}?", "aaaa", 0, 2)]
    [InlineData("a{2,3}", "aaaa", 0, 3)]
    [InlineData("a{,2}", "aaa", 0, 2)]
    [InlineData("a{x}", "a{x}", 0, 4)] // a brace that counts nothing is a character
    [InlineData("a++a", "aaa", -1, -1)]
    [InlineData("(?>a+)a", "aaa", -1, -1)]
    [InlineData("(?:ab)++a", "ababa", 0, 5)]
    [InlineData("(?:ab){2}", "aababab", 1, 5)]
    [InlineData("(?:ab){1,2}?", "ababab", 0, 2)]
    [InlineData("(?:a*)*b", "aab", 0, 3)] // repetitions of nothing end
    [InlineData("(?:a|b*)*c", "abbac", 0, 5)]
    [InlineData("(?:)*", "a", 0, 0)]
    [InlineData(@"\s+(?!\S)", "  a", 0, 1)]
    [InlineData(@"\w+(?=!)", "ab cd!", 3, 5)]
    [InlineData(@"(?<=\$)\d+", "1 $23", 3, 5)]
    [InlineData(@"(?<!\$)\d+", "$23", 2, 3)]
    [InlineData("(?<=é)b", "éb", 2, 3)]
    [InlineData("(?<=ab|cd)e", "cde", 2, 3)]
    [InlineData("^b", "ab", -1, -1)]
    [InlineData("(?m)^b$", "a\nb\nc", 2, 3)]
    [InlineData("b$", "b\n", -1, -1)]
    [InlineData(@"b\Z", "b\n", 0, 1)]
    [InlineData(@"\bb\b", "ab b", 3, 4)]
    [InlineData(@"\Bb", "b ab", 3, 4)]
    [InlineData(".", "\né", 1, 3)]
    [InlineData("(?s).", "\n", 0, 1)]
    [InlineData("[^a]", "aé", 1, 3)]
    [InlineData("[]a]+", "[a]]", 1, 4)]
    [InlineData("[a-]+", "b-a", 1, 3)]
    [InlineData(@"[\w-]+", "a-b", 0, 3)]
    [InlineData("[a-c&&[^b]]+", "bac", 1, 3)]
    [InlineData("[^(a|[.,])]+", "(a.,xy|", 4, 6)] // a class inside of a class, as BLOOM's pattern has it
    [InlineData(@"\p{L}+", "1𝔸中", 1, 8)]
    [InlineData(@"\p{Lu}", "aÀ", 1, 3)]
    [InlineData(@"\pN", "a٣", 1, 3)]
    [InlineData(@"\P{L}", "a1", 1, 2)]
    [InlineData(@"\p{^L}", "a1", 1, 2)]
    [InlineData(@"\p{Han}+", "a中文ア", 1, 7)]
    [InlineData(@"[\p{IsHiragana}\p{Katakana}]+", "中あア", 3, 9)]
    [InlineData(@"\x41\x{1F600}\u0042", "A😀B", 0, 6)]
    [InlineData("(?i)straße", "STRAẞE", 0, 8)]
    [InlineData("(?i:k)k", "\u212Ak", 0, 4)]
    [InlineData("(?i:k)k", "kK", -1, -1)]
    [InlineData("(?i:a(?-i:b))", "AB", -1, -1)]
    [InlineData("(?i)[^s]", "sSſx", 4, 5)]
    [InlineData("(?i:i)", "İıI", 4, 5)]
    [InlineData("(?P<name>a)(?<b>b)(c)", "abc", 0, 3)]
    [InlineData(@"\r\n|[\t\]\\]", "\\", 0, 1)]
    [InlineData("", "a", 0, 0)]
    [InlineData("a|", "b", 0, 0)]
    public void The_first_match_is_found(string pattern, string text, int start, int end)
    {
        bool found = new SplitPattern(pattern).Find(Encoding.UTF8.GetBytes(text), 0, out int foundStart, out int foundEnd);
        Assert.Equal((start, end), found ? (foundStart, foundEnd) : (-1, -1));
    }

    [Theory]
    [InlineData("(a", 0, "a group without end")]
    [InlineData("a)", 1, "a closing parenthesis")]
    [InlineData("[a", 0, "a class without end")]
    [InlineData("[b-a]", 1, "a range whose end")]
    [InlineData("x*+?|*", 5, "a repetition of nothing")]
    [InlineData("a{3,2}", 1, "a repetition whose greatest")]
    [InlineData("a{100001}", 1, "a repetition of more than")]
    [InlineData("(((ab){99}){99}){99}", 0, "unfold")]
    [InlineData(@"a\", 1, "a backslash at the end")]
    [InlineData(@"(a)\1", 3, "an escape \\1")]
    [InlineData(@"\p{Nope}", 2, "no Unicode property of the name Nope")]
    [InlineData(@"\p{L", 2, "a brace without end")]
    [InlineData(@"\x{110000}", 0, "an escape that names no character")]
    [InlineData(@"\uD800", 0, "an escape that names no character")]
    [InlineData("(?<=a*)b", 0, "a look-behind whose")]
    [InlineData("(?x)a", 0, "a group of a kind")]
    [InlineData("[[:alpha:]]", 1, "a POSIX class")]
    public void A_pattern_that_is_none_is_refused_with_its_place(string pattern, int position, string problem)
    {
        var error = Assert.Throws<PatternSyntaxException>(() => new SplitPattern(pattern));
        Assert.Equal((pattern, position), (error.Pattern, error.Position));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() =>
        Assert.Equal(1, Assert.Throws<PatternSyntaxException>(() => new SplitPattern("a\uD800")).Position);

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("(?:")]
    [InlineData("[^a[")]
    [InlineData("a*?*")]
    public void Deep_nesting_is_refused(string opening) =>
        Assert.Throws<PatternSyntaxException>(() => new SplitPattern(string.Concat(Enumerable.Repeat(opening, 100_000))));

    [Fact]
    public void Long_patterns_and_repetitions_of_nothing_cost_little()
    {
        Assert.True(new SplitPattern("(?:(?:(?:){100000}){100000}){100000}a").Find("ba"u8, 0, out int start, out _));
        Assert.Equal(1, start);
        string many = "[a" + string.Concat(Enumerable.Repeat("&&a", 50_000)) + "]";
        Assert.True(new SplitPattern(many).Find("ba"u8, 0, out start, out _));
        Assert.Equal(1, start);
        var error = Assert.Throws<PatternSyntaxException>(() => new SplitPattern(string.Concat(Enumerable.Repeat("a|", 100_000))));
        Assert.True(error.Message.Length < 1000);
    }

    [Theory]
    [InlineData("(?:a+)+b")]
    [InlineData("(?:a|a)*b")]
    [InlineData("(?=(?:a*)*c)b")]
    [InlineData("(?:a*?)*?b")]
    [InlineData("a*a*a*a*a*a*b")]
    public void A_pattern_that_would_backtrack_for_ever_throws(string pattern)
    {
        byte[] text = Enumerable.Repeat((byte)'a', 20_000).ToArray();
        var error = Assert.Throws<TokenizationException>(() => new SplitPattern(pattern).Find(text, 5, out _, out _));
        Assert.Contains($"the split pattern {pattern} needs more than", error.Message, StringComparison.Ordinal);
        Assert.Contains("between the bytes 5 and ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Going_over_the_same_text_for_every_piece_throws_as_well()
    {
        byte[] text = Enumerable.Repeat((byte)' ', 100_000).ToArray();
        var splitter = new PatternSplitter(new SplitPattern(@"\s+x|\s"), SplitBehavior.Isolated);
        Assert.Throws<TokenizationException>(() => Cuts.Of(splitter, text));
    }

    [Theory]
    [InlineData('a')]
    [InlineData(' ')]
    [InlineData('!')]
    [InlineData('\n')]
    [InlineData('A')]
    [InlineData('1')]
    public void A_long_run_of_one_character_is_cut_without_a_deep_stack(char c)
    {
        byte[] text = [.. Enumerable.Repeat((byte)c, 1_000_000), (byte)'x'];
        foreach (string pattern in KnownPatterns.All)
            Cuts.AssertSame(new PatternSplitter(new SplitPattern(pattern), SplitBehavior.Isolated), KnownPatterns.Find(pattern)!, text, 4096);
    }

    [Theory]
    [InlineData(KnownPatterns.Gpt2)]
    [InlineData(@"(?:a|b+?)*?c|[^\d\s]{2,}(?<!ab)|(?>\w+)\b|\W")]
    [InlineData(@"(?:(?:a|\s)+\d?){1,3}|\S(?=\S)|.")]
    public void Dotnets_expressions_find_the_same_where_characters_are_ASCII(string pattern)
    {
        var splitter = new PatternSplitter(new SplitPattern(pattern), SplitBehavior.Removed, invert: true);
        var regex = new Regex(pattern);
        var random = new Random(1);
        for (int i = 0; i < 500; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(40)).Select(_ => "abc123 \n'!xyAB"[random.Next(14)])]);
            var expected = regex.Matches(text).Where(match => match.Length > 0).Select(match => new Piece(match.Index, match.Index + match.Length));
            Assert.Equal(expected, Cuts.Of(splitter, Encoding.ASCII.GetBytes(text)));
        }
    }

    [Fact]
    public void A_byte_of_no_character_is_a_symbol()
    {
        byte[] text = [(byte)'a', 0xE4, 0xB8, (byte)'b', 0x80];
        Assert.Equal([new Piece(0, 1), new Piece(1, 3), new Piece(3, 4), new Piece(4, 5)], Cuts.Of(Splitter(@"\w+|\p{S}+"), text));
        Assert.Equal([new Piece(0, 4), new Piece(4, 5)], Cuts.Of(Splitter(@"(?<=b)[^a]|[^\s]+(?<=b)"), text));
    }

    [Fact]
    public void A_literal_means_its_characters()
    {
        Assert.True(SplitPattern.Literal("a.[é]\\n").Find("xa.[é]\\n"u8, 0, out int start, out int end));
        Assert.Equal((1, 9), (start, end));
        Assert.False(SplitPattern.Literal("a.").Find("ab"u8, 0, out _, out _));
    }

    private static PatternSplitter Splitter(string pattern) => new(new SplitPattern(pattern), SplitBehavior.Isolated);
}
