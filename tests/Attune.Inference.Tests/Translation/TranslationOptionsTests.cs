namespace Attune.Inference.Tests;

public class TranslationOptionsTests
{
    [Fact]
    public void The_defaults_make_sense() => Assert.Empty(new TranslationOptions().Problems());

    [Fact]
    public void What_makes_no_sense_is_told()
    {
        AssertProblem(new() { Beams = 0 }, "Beams: expected 1 to 1024, found 0");
        AssertProblem(new() { Beams = 1025 }, "Beams: expected 1 to 1024, found 1025");
        AssertProblem(new() { NBest = 0 }, "NBest: expected 1 to 5 (Beams), found 0");
        AssertProblem(new() { NBest = 6 }, "NBest: expected 1 to 5 (Beams), found 6");
        AssertProblem(new() { MaxNewTokens = 0 }, "MaxNewTokens: expected at least 1, found 0");
        AssertProblem(new() { LengthPenalty = double.NaN }, "LengthPenalty: expected a number, found NaN");
        AssertProblem(new() { LengthPenalty = double.PositiveInfinity }, "LengthPenalty: expected a number, found Infinity");
        AssertProblem(new() { Prefix = null! }, "Prefix: expected a text, found null");
        AssertProblem(new() { Beams = 0, MaxNewTokens = -1 }, "Beams: expected 1 to 1024, found 0; MaxNewTokens: expected at least 1, found -1");
    }

    private static void AssertProblem(TranslationOptions options, string expected)
    {
        Assert.Equal(expected, Assert.Throws<ArgumentException>(options.Validate).Message);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => TinyTranslation.Wide.Translate("a", options)).Message);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => TinyTranslation.Wide.TranslateAll([], options)).Message);
    }
}
