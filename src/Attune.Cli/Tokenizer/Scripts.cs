using System.Text;

namespace Attune.Cli.Tokenizers;

/// <summary>The script of a letter, by the blocks of Unicode: enough to tell languages in a text apart.</summary>
internal static class Scripts
{
    private static readonly (int First, int Last, string Name)[] s_blocks =
    [
        (0x41, 0x24F, "Latin"), (0x250, 0x2AF, "Latin"), (0x370, 0x3FF, "Greek"), (0x400, 0x52F, "Cyrillic"), (0x530, 0x58F, "Armenian"), (0x590, 0x5FF, "Hebrew"),
        (0x600, 0x6FF, "Arabic"), (0x750, 0x77F, "Arabic"), (0x900, 0x97F, "Devanagari"), (0x980, 0x9FF, "Bengali"), (0xB80, 0xBFF, "Tamil"), (0xC00, 0xC7F, "Telugu"),
        (0xE00, 0xE7F, "Thai"), (0x10A0, 0x10FF, "Georgian"), (0x1100, 0x11FF, "Hangul"), (0x1200, 0x137F, "Ethiopic"), (0x1E00, 0x1EFF, "Latin"), (0x1F00, 0x1FFF, "Greek"),
        (0x2E80, 0x2FDF, "Han"), (0x3005, 0x3007, "Han"), (0x3040, 0x309F, "Hiragana"), (0x30A0, 0x30FF, "Katakana"), (0x3400, 0x4DBF, "Han"), (0x4E00, 0x9FFF, "Han"),
        (0xAC00, 0xD7AF, "Hangul"), (0xF900, 0xFAFF, "Han"), (0xFF21, 0xFF5A, "Latin"), (0x20000, 0x323AF, "Han"),
    ];

    /// <summary>The script's name.</summary>
    public static string Of(Rune letter)
    {
        foreach (var (first, last, name) in s_blocks)
        {
            if (letter.Value >= first && letter.Value <= last)
                return name;
        }

        return Rune.IsLetter(letter) ? "other" : "digits";
    }

    /// <summary>Whether words of a script have no spaces between, so that each of its characters counts as a word.</summary>
    public static bool HasNoSpaces(string script) => script is "Han" or "Hiragana" or "Katakana" or "Thai";
}
