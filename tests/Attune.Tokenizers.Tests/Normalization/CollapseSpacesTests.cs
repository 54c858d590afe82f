namespace Attune.Tokenizers.Tests;

public class CollapseSpacesTests
{
    [Theory]
    [InlineData("  two   spaces ", "two spaces")]
    [InlineData("   ", "")]
    [InlineData("a ▁ ", "a")]
    [InlineData("▁ a", "▁ a")]
    [InlineData("a\t b", "a\t b")]
    [InlineData("a", "a")]
    public void Runs_become_one_and_ends_go(string text, string expected) => Assert.Equal(expected, new CollapseSpaces().Normalize(text));

    [Fact]
    public void The_space_that_is_left_comes_from_the_whole_run()
    {
        var text = new AlignedText();
        text.Reset(" a   b"u8);
        new CollapseSpaces().Apply(text);
        Assert.Equal((2, 5), (text.SourceStart(1), text.SourceEnd(2)));
    }
}
