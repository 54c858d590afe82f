using System.Globalization;
using System.Text;

namespace Attune.Cli.Tokenizers;

/// <summary>A word of a text: a run of letters, marks and digits of one script; where words have no spaces between, a character.</summary>
/// <param name="Start">Its first byte in the text as UTF-8.</param>
/// <param name="End">The byte after its last.</param>
/// <param name="Characters">How many code points it has.</param>
/// <param name="Script">The script of its first letter.</param>
internal readonly record struct Word(int Start, int End, int Characters, string Script)
{
    /// <summary>The words of a text, in order.</summary>
    public static IEnumerable<Word> In(byte[] utf8)
    {
        int start = -1;
        int characters = 0;
        string script = "";
        for (int at = 0; at <= utf8.Length;)
        {
            Rune.DecodeFromUtf8(utf8.AsSpan(at), out var rune, out int length);
            bool continues = at < utf8.Length && (IsMark(rune) || Rune.IsLetterOrDigit(rune));
            string own = continues && !IsMark(rune) ? Scripts.Of(rune) : script;
            if (start >= 0 && (!continues || (own != script && !IsMark(rune)) || (Scripts.HasNoSpaces(script) && !IsMark(rune))))
            {
                yield return new Word(start, at, characters, script);
                start = -1;
            }

            if (continues)
            {
                if (start < 0)
                    (start, characters, script) = (at, 0, own);
                characters++;
            }

            at += Math.Max(1, length);
        }
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
