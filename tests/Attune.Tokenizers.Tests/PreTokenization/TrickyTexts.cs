using System.Text;

namespace Attune.Tokenizers.Tests;

/// <summary>Random texts made of what scanners get wrong: the same for the same seed.</summary>
internal static class TrickyTexts
{
    private static readonly byte[][] s_parts =
    [
        .. new[]
        {
            "a", "s", "t", "re", "ve", "LL", "ll", "d", "m", "Z", "Word", "S", "R", "E", "HTTP", // ASCII letters
            "é", "ß", "ſ", "\u212A", "\u01C5", "\u02B0", "中", "文", "ア", "ʼ", "Ж", "ж", "\U00010400", "\U00010428", "\U00020000", "\U0001D538", // other letters
            "\u0301", "\u0903", "\u20DD", "\U0001D165", // marks
            "1", "23", "4567", "٣", "\u2167", "½", "\U0001D7D8", // numbers
            "'", "'", "'", "’", "!", "/", "//", "-", "_", "$", "—", "\u00AD", "\u200D", "\0", "\u007F", "😀", "\U000E0001", "\uFFFD", "\uE000", "\u0378", // symbols, controls, unassigned
            " ", " ", " ", "  ", "\t", "\n", "\n", "\r\n", "\r", "\v", "\u0085", "\u00A0", "\u1680", "\u2003", "\u2028", "\u3000", "\u200B", "\u180E", // spaces and what looks like them
        }.Select(Encoding.UTF8.GetBytes),
        [0x80], [0xBF], [0xC0], [0xC3], [0xE4, 0xB8], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xFF], // no UTF-8
    ];

    /// <summary>Up to <paramref name="parts"/> parts, many of them repeated; now and then only a few different ones.</summary>
    internal static byte[] Next(Random random, int parts)
    {
        int choices = random.Next(4) == 0 ? 1 + random.Next(4) : s_parts.Length;
        int first = random.Next(s_parts.Length);
        var text = new List<byte>();
        for (int i = random.Next(parts + 1); i > 0; i--)
        {
            byte[] part = s_parts[(first + random.Next(choices) * 31) % s_parts.Length];
            for (int repeat = random.Next(8) == 0 ? random.Next(12) : 1; repeat > 0; repeat--)
                text.AddRange(part);
        }

        return [.. text];
    }

    /// <summary>English-like ASCII, with the shapes that blocks of 64 bytes must get right: long lines, indented lines, numbers, contractions.</summary>
    internal static byte[] NextAscii(Random random, int parts)
    {
        string[] words =
        [
            "word", "A", "camelCase", "it's", "WE'LL", "don't", "they'rE", "'tis", "x's's", "\"Well", "end.\"", "(a)", "1", "12", "1234", "1,234,567", "--", "...", "!", "/", "a/b", "'", "''", "'s",
            " ", " ", " ", " ", " ", " ", "  ", "    ", "\n", "\n\n", "\r\n", "\t", " \n", "\n ", ",\n", ",\n/", "\n    ", " \n\n  \n", "\f", new string('a', 70), new string(' ', 70), new string('.', 70),
        ];
        var text = new StringBuilder();
        for (int i = random.Next(parts + 1); i > 0; i--)
            text.Append(words[random.Next(words.Length)]);
        if (random.Next(4) == 0)
            text.Insert(random.Next(text.Length + 1), "é");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
