using Attune.Formats;
using Attune.Formats.Tests;

namespace Attune.Training.Tests;

public sealed class RunDescriptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "expected the description of a run")]
    [InlineData("null", "expected an object with data and recipe")]
    [InlineData("[]", "expected an object with data and recipe")]
    [InlineData("""{"recipe": {}}""", "expected an object with data and recipe")]
    [InlineData("""{"data": [], "recipe": null}""", "expected an object with data and recipe")]
    [InlineData("""{"data": "a.txt", "recipe": {}}""", "expected an object with data and recipe")]
    [InlineData("""{"data": ["a.txt", null], "recipe": {}}""", "data[1]: expected the path of a file or folder, found null")]
    [InlineData("""{"data": [3], "recipe": {}}""", "data[0]: expected the path of a file or folder, found 3")]
    [InlineData("""{"data": [], "data": [], "recipe": {}}""", "expected the description of a run")]
    [InlineData("""{"data": [], "recipe": {"layers": "two"}}""", "layers: expected a value for layers")]
    [InlineData("""{"data": [], "recipe": {"layer": 2}}""", "layer: expected a field of recipes")]
    public void What_is_none_is_an_error_that_says_where(string json, string expected)
    {
        File.WriteAllText(_folder.File("training.json"), json);

        var wrong = Assert.Throws<InvalidFileException>(() => RunDescription.Read(_folder.File("training.json")));

        Assert.StartsWith($"{_folder.File("training.json")}: {expected}", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_that_are_missing_or_null_have_their_defaults()
    {
        File.WriteAllText(_folder.File("training.json"), """{"data": ["a"], "recipe": {"layers": 2, "steps": null}}""");

        var (recipe, data) = RunDescription.Read(_folder.File("training.json"));

        Assert.Equal(new Recipe { Layers = 2 }, recipe);
        Assert.Equal(["a"], data.Texts);
    }
}
