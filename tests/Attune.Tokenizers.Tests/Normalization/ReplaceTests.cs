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
}
