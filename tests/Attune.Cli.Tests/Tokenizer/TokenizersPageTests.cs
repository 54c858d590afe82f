using Attune.Tokenizers;

namespace Attune.Cli.Tests;

/// <summary>Runs the examples of docs/tokenizers.md; <see cref="The_examples_are_those_of_the_page"/> holds the two together.</summary>
public sealed class TokenizersPageTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;

    public void Dispose()
    {
        _output.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_tokenizer_is_trained_saved_and_used()
    {
        var Console = _output;
        string path = Path.Combine(_folder, "tokenizer.json");

        // <example>
        string[] texts = ["the cat sat on the mat", "the cat ate the rat"];
        var trained = TokenizerTrainer.TrainOnTexts(new TokenizerTraining { Algorithm = TokenizerAlgorithm.Bpe, VocabularySize = 270 }, texts);
        trained.Save(path);

        var tokenizer = Tokenizer.Load(path);
        int[] ids = tokenizer.EncodeToIds("the cat <|endoftext|>");                              // the token's name is text here
        int[] special = tokenizer.EncodeToIds("the cat <|endoftext|>", allowSpecialTokens: true); // and the token itself here
        Console.WriteLine(special[^1] == tokenizer.IdOf("<|endoftext|>"));
        Console.WriteLine(tokenizer.Decode(ids));

        foreach (var token in tokenizer.Encode("the cat").Tokens)
            Console.WriteLine($"{token.Value} {token.Offset} {token.Utf8Offset}");

        var decoder = tokenizer.CreateStreamingDecoder();
        foreach (int id in tokenizer.EncodeToIds("a 🙂"))
            Console.Write(decoder.Add(id));                                                      // never half a character
        Console.WriteLine(decoder.Flush());
        // </example>

        string[] lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("True", lines[0]);
        Assert.Equal("the cat <|endoftext|>", lines[1]);
        Assert.Equal("a 🙂", lines[^1]);
    }

    [Fact]
    public void The_example_of_the_readme_runs()
    {
        var Console = _output;

        // <readme>
        string[] texts = ["the cat sat on the mat", "the cat ate the rat"];
        var tokenizer = TokenizerTrainer.TrainOnTexts(new TokenizerTraining { Algorithm = TokenizerAlgorithm.Bpe, VocabularySize = 280 }, texts);

        int[] ids = tokenizer.EncodeToIds("the cat sat");
        Console.WriteLine(string.Join('|', ids.Select(tokenizer.TokenOf)));
        Console.WriteLine(tokenizer.Decode(ids));
        // </readme>

        Assert.Equal(["the| cat| |s|at", "the cat sat"], _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_examples_are_those_of_the_page()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Attune.slnx")))
            directory = directory.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");
        string page = File.ReadAllText(Path.Combine(directory.FullName, "docs", "tokenizers.md"));
        string source = File.ReadAllText(Path.Combine(directory.FullName, "tests", "Attune.Cli.Tests", "Tokenizer", "TokenizersPageTests.cs"));
        string readme = File.ReadAllText(Path.Combine(directory.FullName, "README.md"));
        readme = readme[readme.IndexOf("## Tokenizers", StringComparison.Ordinal)..];

        Assert.Equal(Lines(Between(page, "```csharp", "```")), Lines(Between(source, "// <example>", "// </example>")));
        Assert.Equal(Lines(Between(readme, "```csharp", "```")), Lines(Between(source, "// <readme>", "// </readme>")));
    }

    private static string Between(string text, string begin, string end)
    {
        int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
