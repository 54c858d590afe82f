using System.Text;

namespace Attune.Formats.Tests;

public class Llama2cVocabularyTests
{
    [Fact]
    public void Tokens_and_scores_are_read()
    {
        var vocabulary = Llama2cVocabulary.Read("tokenizer.bin", Samples.Llama2c());

        Assert.Equal((3 + 256 + 8, 6), (vocabulary.Count, vocabulary.MaxTokenLength));
        Assert.Equal("<unk>", Encoding.UTF8.GetString(vocabulary.Token(0)));
        Assert.Equal("<0xFF>", Encoding.UTF8.GetString(vocabulary.Token(258)));
        Assert.Equal("b", Encoding.UTF8.GetString(vocabulary.Token(vocabulary.Count - 1)));
        Assert.Equal([0f, 0f, -1f, -2f], vocabulary.Scores[258..262].ToArray());
        Assert.Throws<IndexOutOfRangeException>(() => vocabulary.Token(vocabulary.Count).Length);
        Assert.Throws<IndexOutOfRangeException>(() => vocabulary.Token(-1).Length);
    }

    [Theory]
    [InlineData("", "max_token_length at byte 0: expected 4 bytes, found the end of the file after 0")]
    [InlineData("00000000", "max_token_length at byte 0: expected a positive length, found 0")]
    [InlineData("FFFFFFFF", "max_token_length at byte 0: expected a positive length, found -1")]
    [InlineData("05000000", "t at byte 4: expected tokens, found the end of the file")]
    [InlineData("05000000 0000", "score at byte 4: expected 4 bytes, found the end of the file after 2")]
    [InlineData("05000000 0000C07F 01000000 61", "token 0: score at byte 4: expected a finite number, found NaN")]
    [InlineData("05000000 00000000 00000000", "token 0: length at byte 8: expected 1 to 5 bytes (max_token_length), found 0")]
    [InlineData("05000000 00000000 06000000 616263646566", "token 0: length at byte 8: expected 1 to 5 bytes (max_token_length), found 6")]
    [InlineData("FFFFFF7F 00000000 01000000 61 00000000 FFFFFF7F 61", "bytes at byte 21: expected 2147483647 bytes, found the end of the file after 1")]
    public void What_breaks_the_format_is_refused_with_its_place(string hex, string message)
    {
        var error = Assert.Throws<InvalidFileException>(
            () => Llama2cVocabulary.Read("t", Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

        Assert.EndsWith(message, error.Message, StringComparison.Ordinal);
    }
}
