using Attune.Inference;

namespace Attune.Training.Tests;

/// <summary>Runs the example of the README; <see cref="The_example_is_the_one_that_the_readme_prints"/> holds the two together.</summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;

    public void Dispose()
    {
        _output.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_example_trains_and_tells()
    {
        var Console = _output;
        string path = Path.Combine(_folder, "run");

        // <example>
        var recipe = new Recipe { Layers = 2, Width = 64, ContextLength = 64, VocabularySize = 1024, Stories = 500, Steps = 30, WarmupSteps = 5 };
        var run = TrainingRun.Create(recipe, data: [], folder: path);      // or files of your own: ["book.txt", "articles/**/*.jsonl.gz"]
        var result = run.Train();                                          // saves checkpoints; goes on by TrainingRun.Resume(path)
        Console.WriteLine($"validation loss {result.Validation?.Loss:0.00}");

        var generator = new TextGenerator(run.Model, run.Tokenizer);
        foreach (var token in generator.Stream("Once upon a time", new GenerationOptions { Temperature = 0.8, MaxNewTokens = 40 }))
            Console.Write(token.Text);
        // </example>

        Assert.StartsWith("validation loss ", _output.ToString(), StringComparison.Ordinal);
        Assert.True(_output.ToString().Length > 60, _output.ToString());
    }

    [Fact]
    public void The_example_is_the_one_that_the_readme_prints()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "README.md")))
            directory = directory.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");
        string readme = File.ReadAllText(Path.Combine(directory.FullName, "README.md"));
        string source = File.ReadAllText(Path.Combine(directory.FullName, "tests", "Attune.Training.Tests", "ReadmeTests.cs"));

        Assert.Equal(Lines(Between(readme, "```csharp", "```")), Lines(Between(source, "// <example>", "// </example>")));
    }

    private static string Between(string text, string begin, string end)
    {
        int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
