using Attune.Formats;

namespace Attune.Inference.Tests;

public sealed class SpecialTokensTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Where_nothing_is_named_the_usual_end_ends_a_text() =>
        AssertAre(new(null, null, [Tiny.Tokenizer.IdOf("<|endoftext|>")!.Value]));

    [Theory]
    [InlineData("tokenizer_config.json", """{"bos_token":"t","eos_token":{"content":"h","special":true}}""", "t", "h", new[] { 'h' })]
    [InlineData("tokenizer_config.json", """{"bos_token":null,"eos_token":"h"}""", null, "h", new[] { 'h' })]
    [InlineData("config.json", """{"eos_token_id":0}""", null, null, new[] { '\0' })]
    [InlineData("generation_config.json", """{"eos_token_id":[0,0]}""", null, null, new[] { '\0' })]
    public void A_folder_names_its_tokens(string file, string json, string? bos, string? eos, char[] ends)
    {
        Write(file, json);
        AssertAre(new(bos, eos, [.. ends.Select(end => end == '\0' ? 0 : Tiny.Tokenizer.IdOf(end.ToString())!.Value)]));
    }

    [Fact]
    public void The_ends_of_generation_go_before_those_of_the_model()
    {
        Write("generation_config.json", """{"eos_token_id":[2,1]}""");
        Write("config.json", """{"eos_token_id":3}""");
        AssertAre(new(null, null, [2, 1]));
    }

    [Theory]
    [InlineData("tokenizer_config.json", "[]", "expected an object, found Array")]
    [InlineData("tokenizer_config.json", "{", "expected")]
    [InlineData("tokenizer_config.json", """{"eos_token":"never"}""", "eos_token: expected a token of the tokenizer, found 'never'")]
    [InlineData("tokenizer_config.json", """{"bos_token":7}""", "bos_token: expected the text of a token, found Number")]
    [InlineData("config.json", """{"eos_token_id":100000}""", "eos_token_id: expected ids from 0 to 286, found 100000")]
    [InlineData("generation_config.json", """{"eos_token_id":["a"]}""", "eos_token_id: expected ids from 0 to 286, found \"a\"")]
    public void A_wrong_file_is_an_error_that_names_it(string file, string json, string message)
    {
        Write(file, json);

        var wrong = Assert.Throws<InvalidFileException>(() => SpecialTokens.Of(_folder, Tiny.Tokenizer));

        Assert.Contains(file, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(message, wrong.Message, StringComparison.Ordinal);
    }

    private void Write(string file, string json) => File.WriteAllText(Path.Combine(_folder, file), json);

    private void AssertAre(SpecialTokens expected)
    {
        var found = SpecialTokens.Of(_folder, Tiny.Tokenizer);
        Assert.Equal((expected.Bos, expected.Eos), (found.Bos, found.Eos));
        Assert.Equal(expected.Ends, found.Ends);
    }
}
