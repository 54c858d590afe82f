using System.Text;

namespace Attune.Tokenizers.Tests;

public class Utf8RepairTests
{
    [Fact]
    public void Each_maximal_part_that_is_not_UTF8_becomes_one_replacement_character()
    {
        var random = new Random(2);
        for (int i = 0; i < 3000; i++)
        {
            byte[] source = new byte[random.Next(20)];
            random.NextBytes(source);
            if (i % 2 == 0)
                source = [.. source.Select(b => (byte)(b | 0xC0)), .. Encoding.UTF8.GetBytes(RandomText.Next(random, 5)), .. source.Select(b => (byte)(b & 0xBF | 0x80))];
            var text = new AlignedText();
            text.Reset(source);
            Utf8Repair.Apply(text);
            Assert.Equal(Encoding.UTF8.GetString(source), Encoding.UTF8.GetString(text.Bytes));
            Assert.Equal(source.Length, text.SourceEnd(text.Bytes.Length));
        }
    }

    [Fact]
    public void The_bytes_of_one_part_are_the_source_of_its_replacement()
    {
        var text = new AlignedText();
        text.Reset([(byte)'a', 0xE2, 0x82, (byte)'b', 0xFF]);
        Utf8Repair.Apply(text);
        Assert.Equal("a\uFFFDb\uFFFD"u8, text.Bytes);
        Assert.Equal((1, 3), (text.SourceStart(1), text.SourceEnd(4)));
        Assert.Equal((3, 4), (text.SourceStart(4), text.SourceEnd(5)));
    }
}
