namespace Attune.Tokenizers;

/// <summary>What a <c>tokenizer.json</c> holds.</summary>
/// <param name="Model">The vocabulary and its algorithm.</param>
internal sealed record TokenizerParts(TokenModel Model)
{
    public Normalizer? Normalizer { get; init; }

    public PreTokenizer? PreTokenizer { get; init; }

    public PostProcessor? PostProcessor { get; init; }

    public Decoder? Decoder { get; init; }

    /// <summary>In the order of the file. Their ids may be ids of the model's vocabulary too; then the text is the same.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    public TruncationParts? Truncation { get; init; }

    /// <summary>The file's padding, an object, as it stands there; null if there is none.</summary>
    public string? Padding { get; init; }
}

/// <summary>The truncation that a <c>tokenizer.json</c> asks for.</summary>
/// <param name="MaxLength">Tokens that stay, special ones among them.</param>
/// <param name="Stride">Tokens that an overflowing part repeats of the part before.</param>
/// <param name="Strategy"><c>LongestFirst</c>, <c>OnlyFirst</c> or <c>OnlySecond</c>.</param>
/// <param name="Direction">The side that is cut off: <c>Left</c> or <c>Right</c>.</param>
internal sealed record TruncationParts(int MaxLength, int Stride, string Strategy, string Direction);
