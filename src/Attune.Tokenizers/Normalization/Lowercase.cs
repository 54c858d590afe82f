using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// Lower case, character by character, by Unicode 15.0: no context (a final capital sigma becomes σ) and no language. U+0130 becomes i and U+0307.
/// </summary>
public sealed class Lowercase : Normalizer
{
    private const int CapitalIWithDot = 0x130;

    internal override void Apply(AlignedText text) => Lower(text);

    /// <summary>What <see cref="BertNormalizer"/> does too.</summary>
    internal static void Lower(AlignedText text)
    {
        if (LowerInPlace(text.Overwritable))
            LowerOthers(text);
    }

    // Nearly every lower-case letter has as many bytes as its capital. Returns whether some had not.
    private static bool LowerInPlace(Span<byte> text)
    {
        bool others = false;
        Span<byte> lower = stackalloc byte[4];
        for (int i = 0; i < text.Length;)
        {
            if (text[i] < 0x80)
            {
                _ = Ascii.ToLowerInPlace(text[i..], out int ascii);
                i += ascii;
                continue;
            }

            int character = CodePoints.ReadValid(text, i, out int length);
            int other = UnicodeData.ToLower(character);
            if (other != character || character == CapitalIWithDot)
            {
                if (character != CapitalIWithDot && CodePoints.Write(other, lower) == length)
                    lower[..length].CopyTo(text[i..]);
                else
                    others = true;
            }

            i += length;
        }

        return others;
    }

    private static void LowerOthers(AlignedText text)
    {
        var rewriting = new Rewriting(text);
        var bytes = rewriting.Old;
        Span<byte> lower = stackalloc byte[4];
        for (int i = 0; i < bytes.Length;)
        {
            int character = CodePoints.ReadValid(bytes, i, out int length);
            int other = UnicodeData.ToLower(character);
            if (character == CapitalIWithDot)
                rewriting.Replace(i, i + length, "i\u0307"u8);
            else if (other != character)
                rewriting.Replace(i, i + length, lower[..CodePoints.Write(other, lower)]);
            i += length;
        }

        rewriting.End();
    }
}
