namespace Attune.Tokenizers;

/// <summary>
/// What BERT does to a text before it cuts it (Devlin et al. 2019), in this order: clean, set Chinese characters apart, strip accents, lower case.
/// </summary>
/// <param name="cleanText">Whether control, format and private-use characters and U+FFFD are removed and white space becomes a space.</param>
/// <param name="handleChineseCharacters">Whether each Chinese character is put between spaces.</param>
/// <param name="stripAccents">Whether the text is decomposed (NFD) and loses its nonspacing marks; null does as <paramref name="lowercase"/> says.</param>
/// <param name="lowercase">Whether the text is put in lower case.</param>
public sealed class BertNormalizer(bool cleanText = true, bool handleChineseCharacters = true, bool? stripAccents = null, bool lowercase = true) : Normalizer
{
    /// <summary>Whether control, format and private-use characters and U+FFFD are removed and white space becomes a space.</summary>
    public bool CleanText { get; } = cleanText;

    /// <summary>Whether each Chinese character is put between spaces.</summary>
    public bool HandleChineseCharacters { get; } = handleChineseCharacters;

    /// <summary>Whether the text is decomposed (NFD) and loses its nonspacing marks; null does as <see cref="Lowercase"/> says.</summary>
    public bool? StripAccents { get; } = stripAccents;

    /// <summary>Whether the text is put in lower case.</summary>
    public bool Lowercase { get; } = lowercase;

    internal override void Apply(AlignedText text)
    {
        if (CleanText || HandleChineseCharacters)
            Clean(text);
        if (StripAccents ?? Lowercase)
        {
            NormalForm.D.Apply(text);
            Tokenizers.StripAccents.Remove(text, CharacterFacts.NonspacingMark);
        }

        if (Lowercase)
            Tokenizers.Lowercase.Lower(text);
    }

    private void Clean(AlignedText text)
    {
        if (CleanText)
        {
            // Line ends are many: put as spaces first, they cost no rewriting.
            foreach (byte space in "\t\n\r"u8)
                text.Overwritable.Replace(space, (byte)' ');
        }

        var rewriting = new Rewriting(text);
        var bytes = rewriting.Old;
        for (int i = 0; i < bytes.Length;)
        {
            // Printable ASCII stays.
            int other = bytes[i..].IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
            if (other < 0)
                break;
            i += other;
            int character = CodePoints.ReadValid(bytes, i, out int length);
            int end = i + length;
            if (CleanText && IsRemoved(character))
            {
                rewriting.Remove(i, end);
            }
            else if (CleanText && CodePoints.IsWhiteSpace(character))
            {
                rewriting.Replace(i, end, " "u8);
            }
            else if (HandleChineseCharacters && IsChinese(character))
            {
                rewriting.Replace(i, i, " "u8);
                rewriting.Replace(end, end, " "u8);
            }

            i = end;
        }

        rewriting.End();
    }

    private static bool IsRemoved(int character) => character == 0xFFFD || (UnicodeData.Facts(character) & CharacterFacts.Control) != 0;

    // The blocks of ideographs, as Hugging Face's tokenizers have them: the fifth begins at U+2B920 there, not at U+2B820, and what they encode has to agree.
    private static bool IsChinese(int character) =>
        character is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0x20000 and <= 0x2A6DF or >= 0x2A700 and <= 0x2B73F
            or >= 0x2B740 and <= 0x2B81F or >= 0x2B920 and <= 0x2CEAF or >= 0xF900 and <= 0xFAFF or >= 0x2F800 and <= 0x2FA1F;
}
