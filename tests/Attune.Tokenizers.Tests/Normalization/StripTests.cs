namespace Attune.Tokenizers.Tests;

public class StripTests
{
    [Theory]
    [InlineData(true, true, "a b")]
    [InlineData(true, false, "a b\u2003\n")]
    [InlineData(false, true, "\u00A0 a b")]
    [InlineData(false, false, "\u00A0 a b\u2003\n")]
    public void White_space_goes_where_it_says(bool left, bool right, string expected) =>
        Assert.Equal(expected, new Strip(left, right).Normalize("\u00A0 a b\u2003\n"));

    [Fact]
    public void A_text_of_white_space_becomes_empty() => Assert.Equal("", new Strip(true, true).Normalize(" \t\u3000 "));

    [Fact]
    public void A_window_within_a_segment_keeps_its_spaces()
    {
        var text = new AlignedText();
        text.Reset(" a "u8, beginsText: false, beginsSegment: false, endsSegment: false);
        new Strip(true, true).Apply(text);
        Assert.Equal(" a "u8, text.Bytes);
    }
}
