using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// GPT-2's way to write any bytes as visible characters: those that are visible in Latin-1 stand for themselves, the 68 others, in order, are the
/// characters from U+0100 on; a space is Ġ. Vocabularies are raw bytes here; files hold these characters.
/// Source: <c>bytes_to_unicode</c> of openai/gpt-2, <c>src/encoder.py</c>.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] s_characters = Characters();
    private static readonly short[] s_bytes = Bytes();

    /// <summary>The character of a byte.</summary>
    public static char ToCharacter(byte value) => s_characters[value];

    /// <summary>The characters of bytes.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (byte value in bytes)
            text.Append(s_characters[value]);
        return text.ToString();
    }

    /// <summary>The bytes of characters; where one is not of the alphabet, as in tokens that were added by hand, the text's own UTF-8.</summary>
    public static byte[] ToBytes(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] >= s_bytes.Length || s_bytes[text[i]] < 0)
                return System.Text.Encoding.UTF8.GetBytes(text.ToString());
            bytes[i] = (byte)s_bytes[text[i]];
        }

        return bytes;
    }

    private static bool IsVisible(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    private static char[] Characters()
    {
        char[] characters = new char[256];
        int next = 256;
        for (int value = 0; value < 256; value++)
            characters[value] = (char)(IsVisible(value) ? value : next++);
        return characters;
    }

    private static short[] Bytes()
    {
        short[] bytes = new short[s_characters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < 256; value++)
            bytes[s_characters[value]] = (short)value;
        return bytes;
    }
}
