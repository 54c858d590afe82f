namespace Attune.Tokenizers;

/// <summary>
/// A text, or a pair of texts, as tokens: ids, and for each token where in the text it comes from. Immutable.
/// </summary>
public sealed class EncodedText
{
    internal EncodedText(EncodedToken[] tokens, IReadOnlyList<EncodedText> overflow)
    {
        Tokens = tokens;
        Overflow = overflow;
        Ids = [.. tokens.Select(token => token.Id)];
    }

    /// <summary>The ids.</summary>
    public IReadOnlyList<int> Ids { get; }

    /// <summary>The tokens with all that is known of each.</summary>
    public IReadOnlyList<EncodedToken> Tokens { get; }

    /// <summary>What was cut off, in parts of the same length, each with its own special tokens.</summary>
    public IReadOnlyList<EncodedText> Overflow { get; }
}

/// <summary>
/// One token of a text. The slices that the offsets of a text's tokens name, put together, are the text, wherever its tokenizer drops nothing.
/// </summary>
/// <param name="Id">The id.</param>
/// <param name="Value">The token as its vocabulary writes it; bytes that are not UTF-8 as U+FFFD.</param>
/// <param name="Offset">The characters (UTF-16) of the text; a token that is a part of a character has none, the last of such tokens all of it.</param>
/// <param name="Utf8Offset">The bytes of the text as UTF-8.</param>
/// <param name="Sequence">0 for the first text, 1 for the second, -1 for a special token that was put around them.</param>
/// <param name="TypeId">The segment id: which sentence of a pair it is to BERT.</param>
public readonly record struct EncodedToken(int Id, string Value, Range Offset, Range Utf8Offset, int Sequence, int TypeId);
