using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// The 256 characters by which GPT-2's files write the bytes of a token: printable Latin-1 for itself, the others, in order, as U+0100 and following.
/// </summary>
internal static class ByteAlphabet
{
    private const int Limit = 0x144;

    private static readonly char[] s_ofByte = Build();

    // -1 for a character that stands for no byte.
    private static readonly short[] s_toByte = Invert();

    /// <summary>The character that stands for a byte.</summary>
    public static char Of(byte value) => s_ofByte[value];

    /// <summary>The characters that stand for these bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (byte value in bytes)
            text.Append(s_ofByte[value]);
        return text.ToString();
    }

    /// <summary>Writes the bytes that the characters stand for, one for each; false if some character stands for none.</summary>
    public static bool TryToBytes(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int value = text[i] < Limit ? s_toByte[text[i]] : -1;
            if (value < 0)
                return false;
            bytes[i] = (byte)value;
        }

        return true;
    }

    /// <summary>The bytes that the characters stand for; where one stands for none, as in tokens that were added by hand, the text's own UTF-8.</summary>
    public static byte[] ToBytes(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[text.Length];
        return TryToBytes(text, bytes) ? bytes : Encoding.UTF8.GetBytes(text.ToString());
    }

    private static char[] Build()
    {
        char[] characters = new char[256];
        char next = '\u0100';
        for (int value = 0; value < 256; value++)
        {
            bool printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            characters[value] = printable ? (char)value : next++;
        }

        return characters;
    }

    private static short[] Invert()
    {
        short[] bytes = new short[Limit];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < 256; value++)
            bytes[s_ofByte[value]] = (short)value;
        return bytes;
    }
}
