namespace Attune.Tokenizers;

/// <summary>
/// Places where a text can be cut beforehand, into windows or for several threads: before an ASCII space between two ASCII letters.
/// </summary>
/// <remarks>
/// Whether the tokens stay the same, each part of a tokenizer says for itself, whatever stands around such a place. A normalizer: whether cut text gives the
/// same text (<see cref="Normalizer.CutsBeforeWords"/>), and whether the place is one for the next part too (<see cref="Normalizer.KeepsWordStarts"/>). A
/// pre-tokenizer: whether a piece ends there anyway (<see cref="PreTokenizer.CutsBeforeWords"/>), so that no model sees a difference; or failing that, whether
/// the cut is all that changes (<see cref="PreTokenizer.LetsCutBeforeWords"/>), and the model decides: whether no token reaches over the place
/// (<see cref="TokenModel.CutsBeforeWords"/>). <see cref="Tokenizer.CutsBeforeWords"/> puts the answers together.
/// </remarks>
internal static class SafeCut
{
    /// <summary>The last such place at or before <paramref name="limit"/>, or failing that the first after it; the length of the text if there is none.</summary>
    public static int Find(ReadOnlySpan<byte> text, int limit)
    {
        // Looking back is bounded: in text of another kind the search must not go over the same bytes again and again.
        const int LookBack = 4096;
        for (int i = Math.Min(limit, text.Length - 2); i > Math.Max(0, limit - LookBack); i--)
        {
            if (IsCut(text, i))
                return i;
        }

        for (int i = Math.Max(limit + 1, 1); i < text.Length - 1; i++)
        {
            if (IsCut(text, i))
                return i;
        }

        return text.Length;
    }

    private static bool IsCut(ReadOnlySpan<byte> text, int i) =>
        text[i] == ' ' && char.IsAsciiLetter((char)text[i - 1]) && char.IsAsciiLetter((char)text[i + 1]);
}
