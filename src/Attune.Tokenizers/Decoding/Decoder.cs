namespace Attune.Tokenizers;

/// <summary>
/// Turns the bytes of tokens back into text: byte markers into bytes, ▁ into spaces, ## into nothing. Immutable and thread-safe. The names are those of <c>tokenizer.json</c>.
/// </summary>
public abstract class Decoder
{
    private protected Decoder()
    {
    }

    /// <summary>
    /// Changes the tokens, in place or in number; the text is what they are one after the other. The bytes may be slices of the vocabulary: replace items, never write into them.
    /// </summary>
    internal abstract void Apply(List<ReadOnlyMemory<byte>> tokens);

    /// <summary>Whether it does nothing but join tokens: then it need not be asked.</summary>
    internal virtual bool OnlyJoins => false;
}
