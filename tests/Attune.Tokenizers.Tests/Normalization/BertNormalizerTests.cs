namespace Attune.Tokenizers.Tests;

public class BertNormalizerTests
{
    [Theory]
    [InlineData("Héllo\tWÖRLD\r\n", "hello world  ")]
    [InlineData("a\u0000b\uFFFDc\u200Dd\uE000\u00ADe\u000Bf", "abcdef")]
    [InlineData("ab中文c", "ab 中  文 c")]
    [InlineData("한글", "\u1112\u1161\u11AB\u1100\u1173\u11AF")]
    [InlineData("\u0903\u0301x\u2003y", "\u0903x y")]
    public void Uncased_text_is_cleaned_set_apart_stripped_and_lowered(string text, string expected) => Assert.Equal(expected, new BertNormalizer().Normalize(text));

    [Fact]
    public void Accents_follow_the_case_unless_told_otherwise()
    {
        Assert.Equal("É", new BertNormalizer(lowercase: false).Normalize("É"));
        Assert.Equal("E", new BertNormalizer(stripAccents: true, lowercase: false).Normalize("É"));
        Assert.Equal("é", new BertNormalizer(stripAccents: false).Normalize("É"));
    }

    [Fact]
    public void Without_cleaning_line_ends_stay() => Assert.Equal("a\nb 中 ", new BertNormalizer(cleanText: false).Normalize("a\nb中"));
}
