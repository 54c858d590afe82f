namespace Attune.Tokenizers.Tests;

public class StripAccentsTests
{
    [Fact]
    public void Marks_of_all_three_categories_go_and_composed_letters_stay()
    {
        var strip = new StripAccents();
        Assert.Equal("eé", strip.Normalize("e\u0301\u20DDé\u0903"));
        Assert.Equal("Me llamo", new NormalizerSequence([new Nfkd(), strip]).Normalize("Me llamó"));
        Assert.Equal("a...", new NormalizerSequence([new Nfkd(), strip]).Normalize("ậ…"));
    }
}
