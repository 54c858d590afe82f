namespace Attune.Tokenizers.Tests;

public class ByteAlphabetTests
{
    [Fact]
    public void Every_byte_has_a_character_of_its_own_and_back()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        string text = ByteAlphabet.Of(all);
        Assert.Equal(256, text.Distinct().Count());
        byte[] back = new byte[256];
        Assert.True(ByteAlphabet.TryToBytes(text, back));
        Assert.Equal(all, back);
    }

    [Fact]
    public void The_characters_are_those_of_GPT_2() => Assert.Equal("ĠĊ!~¡ÿĀŃ", ByteAlphabet.Of([0x20, 0x0A, 0x21, 0x7E, 0xA1, 0xFF, 0x00, 0xAD]));

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("\u00AD")]
    [InlineData("\u0144")]
    [InlineData("▁")]
    [InlineData("a\U0001F600")]
    public void Other_characters_stand_for_no_byte(string text) => Assert.False(ByteAlphabet.TryToBytes(text, new byte[8]));
}
