namespace Attune.Inference.Tests;

public class GenerationOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => new GenerationOptions().Validate();

    [Fact]
    public void All_problems_are_listed_in_one_error()
    {
        var options = new GenerationOptions
        {
            MaxNewTokens = 0,
            Temperature = double.NaN,
            TopK = -1,
            TopP = 0,
            MinP = 1.5,
            RepetitionPenalty = 0,
            StopStrings = ["a", ""],
            StopTokens = null!,
            Beams = 0,
            LengthPenalty = double.PositiveInfinity,
            Alternatives = -2,
        };

        var wrong = Assert.Throws<ArgumentException>(options.Validate);

        Assert.Equal(
            "MaxNewTokens: expected at least 1, found 0; TopK: expected at least 0, found -1; Beams: expected at least 1, found 0; "
            + "Alternatives: expected at least 0, found -2; Temperature: expected a number of at least 0, found NaN; TopP: expected above 0 and at most 1, found 0; "
            + "MinP: expected from 0 to 1, found 1.5; RepetitionPenalty: expected a number above 0, found 0; LengthPenalty: expected a number, found Infinity; "
            + "StopStrings: expected texts, found an empty one; StopTokens: expected a list, found null",
            wrong.Message);
    }

    [Theory]
    [InlineData(-0.1, "Temperature: expected a number of at least 0, found -0.1")]
    [InlineData(double.PositiveInfinity, "Temperature: expected a number of at least 0, found Infinity")]
    public void A_temperature_is_a_number_of_at_least_0(double temperature, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Sampler(new() { Temperature = temperature })).Message);

    [Fact]
    public void Beams_are_not_drawn() => Assert.Equal(
        "Temperature: expected 0 with 4 beams, which are not drawn, found 0.7",
        Assert.Throws<ArgumentException>(() => Tiny.Gpt2.Generate("The", new() { Beams = 4, Temperature = 0.7 })).Message);
}
