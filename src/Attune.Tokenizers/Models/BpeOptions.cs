namespace Attune.Tokenizers;

/// <summary>What the symbols are that byte-pair encoding begins with.</summary>
public enum BpeUnit
{
    /// <summary>Bytes: byte-level BPE, as in GPT-2.</summary>
    Bytes,

    /// <summary>Characters (Unicode code points), as in Sennrich 2016 and SentencePiece.</summary>
    Characters,
}

/// <summary>How byte-pair encoding treats the symbols it begins with. The names are those of <c>tokenizer.json</c>.</summary>
public sealed record BpeOptions
{
    /// <summary>What a symbol is.</summary>
    public BpeUnit Unit { get; init; } = BpeUnit.Bytes;

    /// <summary>The token for a symbol that is not in the vocabulary; null: such a symbol is dropped.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>Whether neighbouring unknown symbols become one unknown token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Whether a symbol that is not in the vocabulary becomes one token <c>&lt;0xXX&gt;</c> for each of its bytes, if they are all there.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a piece that is a token is that token, whatever the merges say. tiktoken and Llama 3 do so.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>What a symbol that does not begin the piece has before it in the vocabulary.</summary>
    public string ContinuingSubwordPrefix { get; init; } = "";

    /// <summary>What the last symbol of the piece has after it in the vocabulary.</summary>
    public string EndOfWordSuffix { get; init; } = "";
}
