namespace Attune.Tokenizers;

/// <summary>
/// Places where a text can be cut beforehand, into windows or for several threads: before an ASCII space between two ASCII letters. Every
/// pre-tokenizer and model that says <c>CutsBeforeWords</c> has a boundary there, whatever comes before or after.
/// </summary>
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
