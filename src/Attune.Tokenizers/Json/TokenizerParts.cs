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

    public Truncation? Truncation { get; init; }

    /// <summary>The file's padding, an object, as it stands there; null if there is none.</summary>
    public string? Padding { get; init; }
}
