namespace Attune.Formats.Tests;

public class InvalidFileExceptionTests
{
    [Fact]
    public void The_message_names_file_place_expected_and_found()
    {
        var error = new InvalidFileException("model.gguf", "tokenizer.ggml.tokens", 24, "at most 3 strings", "2147483648");

        Assert.Equal("model.gguf: tokenizer.ggml.tokens at byte 24: expected at most 3 strings, found 2147483648", error.Message);
    }
}
