using Attune.Formats;

namespace Attune.Training.Tests;

public class RecipeJsonTests
{
    [Fact]
    public void Every_field_is_written_and_read()
    {
        var recipe = new Recipe { Name = "x", Steps = 7, LearningRate = 0.25, WarmupSteps = 2, FinalLearningRate = 0.125, Bias = false, Tokenizer = "characters" };

        Assert.Equal(recipe, RecipeJson.Parse("x.json", RecipeJson.Write(recipe)));
    }

    [Fact]
    public void Changes_win()
    {
        var recipe = RecipeJson.Parse("x.json", """{"steps": 500}""", [("steps", "900"), ("bias", "false"), ("tokenizer", "characters")]);

        Assert.Equal((900, false, "characters"), (recipe.Steps, recipe.Bias, recipe.Tokenizer));
    }

    [Theory]
    [InlineData("""{"step": 5}""", "x.json: step: expected a field of recipes, found the unknown field 'step' (did you mean 'steps'?)")]
    [InlineData("""{"steps": "many"}""", "x.json: steps: expected a value for steps, found \"many\"")]
    [InlineData("[]", "x.json: expected an object, found something else")]
    public void What_is_no_recipe_is_said(string json, string message)
    {
        Assert.Equal(message, Assert.Throws<InvalidFileException>(() => RecipeJson.Parse("x.json", json)).Message);
    }

    [Fact]
    public void Contradictions_are_listed()
    {
        var wrong = Assert.Throws<ArgumentException>(() => RecipeJson.Parse("x.json", """{"heads": 5, "warmup_steps": 2000, "optimizer": "adamm"}"""));

        Assert.Equal(
            "x.json: optimizer: expected one of adamw, adam, rmsprop, nesterov, momentum, sgd, found 'adamm'; heads: expected a divisor of width (128), found 5; "
            + "warmup_steps: expected fewer than steps (1000), found 2000", wrong.Message);
    }
}
