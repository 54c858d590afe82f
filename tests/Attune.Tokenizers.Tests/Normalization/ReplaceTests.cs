namespace Attune.Tokenizers.Tests;

public class ReplaceTests
{
    [Theory]
    [InlineData("''", "\"", "This is a ''test''", "This is a \"test\"")]
    [InlineData("aa", "b", "aaaaa", "bba")]
    [InlineData(" ", "▁", " a b ", "▁a▁b▁")]
    [InlineData("x", "", "xaxx", "a")]
    [InlineData("(", "$1", "(a", "$1a")]
    public void Each_occurrence_is_replaced_from_left_to_right(string pattern, string content, string text, string expected) =>
        Assert.Equal(expected, new Replace(pattern, content).Normalize(text));

    [Fact]
    public void An_empty_pattern_is_refused() => Assert.Throws<ArgumentException>(() => new Replace("", "x"));

    [Theory]
    [InlineData(" {2,}", "▁", "a  b c   d", "a▁b c▁d")]
    [InlineData("\\s+", " ", "This \n is\u3000a", "This is a")]
    [InlineData("x*", "-", "abxxc", "-a-b-c-")]
    [InlineData("$", "!", "aé", "aé!")]
    [InlineData("(l)(e)", "$1", "le", "$1")]
    public void Each_match_of_a_regular_expression_is_replaced(string pattern, string content, string text, string expected) =>
        Assert.Equal(expected, new Replace(new SplitPattern(pattern), content).Normalize(text));

    [Theory]
    [InlineData(" {2,}", true, true)]
    [InlineData("  +", true, true)]
    [InlineData(" +", true, false)]
    [InlineData("\\n", true, true)]
    [InlineData("\\s*", false, false)]
    [InlineData("é", true, false)]
    [InlineData(".", false, false)]
    [InlineData("(?<=a) ", false, false)]
    public void Plain_regular_expressions_say_whether_a_text_can_be_cut_before_words(string pattern, bool cuts, bool keeps)
    {
        var replace = new Replace(new SplitPattern(pattern), "x");
        Assert.Equal((cuts, keeps), (replace.CutsBeforeWords, replace.KeepsWordStarts));
    }
}
