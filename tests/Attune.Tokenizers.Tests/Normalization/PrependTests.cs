namespace Attune.Tokenizers.Tests;

public class PrependTests
{
    [Fact]
    public void It_comes_before_a_text_but_not_before_nothing()
    {
        Assert.Equal("▁Hello", new Prepend("▁").Normalize("Hello"));
        Assert.Equal("", new Prepend("▁").Normalize(""));
    }

    [Fact]
    public void Its_source_is_empty_and_the_text_keeps_its_own()
    {
        var text = new AlignedText();
        text.Reset("Hi"u8);
        new Prepend("▁").Apply(text);
        Assert.Equal((0, 0), (text.SourceStart(0), text.SourceEnd(3)));
        Assert.Equal((0, 1), (text.SourceStart(3), text.SourceEnd(4)));
    }
}
