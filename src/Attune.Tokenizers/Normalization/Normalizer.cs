namespace Attune.Tokenizers;

/// <summary>
/// Changes a text before it is cut: Unicode normal forms, lower case, accents, spaces. Immutable and thread-safe. The names are those of <c>tokenizer.json</c>.
/// </summary>
public abstract class Normalizer
{
    private protected Normalizer()
    {
    }

    /// <summary>The text after normalization. Lone surrogates become U+FFFD.</summary>
    public string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var aligned = new AlignedText();
        aligned.Reset(System.Text.Encoding.UTF8.GetBytes(text));
        Apply(aligned);
        return System.Text.Encoding.UTF8.GetString(aligned.Bytes);
    }

    /// <summary>Rewrites a text. It is valid UTF-8: the tokenizer has replaced what is not.</summary>
    internal abstract void Apply(AlignedText text);

    /// <summary>
    /// True where a text cut before a space between ASCII letters gives the same text, window by window, as the whole. What belongs to the start or end
    /// of a text looks at <see cref="AlignedText.BeginsSegment"/> and the like. See <see cref="SafeCut"/>.
    /// </summary>
    internal virtual bool CutsBeforeWords => true;

    /// <summary>
    /// True where such a place stays one for what comes next: an ASCII letter stays before it, the space stays, and after the space a Latin letter, perhaps
    /// with an accent.
    /// </summary>
    internal virtual bool KeepsWordStarts => true;
}
