using System.Text;

namespace Attune.Tokenizers.Tests;

public class CodePointsTests
{
    [Fact]
    public void Every_code_point_is_read_as_written()
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (int value in Enumerable.Range(0, 0x110000).Where(Rune.IsValid))
        {
            int length = new Rune(value).EncodeToUtf8(bytes);
            Assert.Equal(value, CodePoints.Read(bytes[..length], 0, out int read));
            Assert.Equal(length, read);
            Assert.Equal(length, CodePoints.LengthBefore(bytes[..length], length));
        }
    }

    [Fact]
    public void What_is_not_valid_is_read_a_byte_at_a_time_forwards_and_backwards()
    {
        var random = new Random(1);
        byte[] leads = [0x41, 0x80, 0x90, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE4, 0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0xF5, 0xFF];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] text = [.. Enumerable.Range(0, random.Next(9)).Select(_ => leads[random.Next(leads.Length)])];
            var ends = new List<int>();
            for (int position = 0; position < text.Length;)
            {
                int codePoint = CodePoints.Read(text, position, out int length);
                bool valid = Rune.DecodeFromUtf8(text.AsSpan(position), out Rune rune, out int validLength) == System.Buffers.OperationStatus.Done;
                Assert.Equal(valid ? (rune.Value, validLength) : (CodePoints.Invalid, 1), (codePoint, length));
                position += length;
                ends.Add(position);
            }

            for (int position = text.Length, last = ends.Count - 1; position > 0; last--)
            {
                Assert.Equal(ends[last], position);
                position -= CodePoints.LengthBefore(text, position);
            }
        }
    }

    [Fact]
    public void White_space_is_what_Unicode_says() =>
        Assert.Equal(Enumerable.Range(0, 0x110000).Where(UnicodeProperties.WhiteSpace.Contains), Enumerable.Range(0, 0x110000).Where(CodePoints.IsWhiteSpace));
}
