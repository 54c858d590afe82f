namespace Attune.Tokenizers.Tests;

public class LowercaseTests
{
    private static readonly Lowercase s_lowercase = new();

    [Fact]
    public void Random_strings_get_the_lower_case_that_Python_gives_their_characters()
    {
        foreach (var row in NormalizationGolden.Rows("forms"))
            Assert.Equal(row[5], s_lowercase.Normalize(row[0]));
    }

    [Theory]
    [InlineData("HELLO Wörld ÄÖÜ", "hello wörld äöü")]
    [InlineData("ΟΔΟΣ", "οδοσ")]
    [InlineData("İstanbul", "i\u0307stanbul")]
    [InlineData("\u212AELVIN ẞ Ⱥ", "kelvin ß \u2C65")]
    [InlineData("\U00010400x", "\U00010428x")]
    public void Characters_that_change_their_length_are_lowered_too(string text, string expected) => Assert.Equal(expected, s_lowercase.Normalize(text));
}
