namespace Attune.Tokenizers;

/// <summary>Each piece is one token: of the vocabulary, or the unknown token.</summary>
public sealed class WordLevel : TokenModel
{
    private readonly int _unknown;
    private readonly IReadOnlySet<int>? _reserved;

    /// <summary>A model of these words.</summary>
    /// <param name="vocabulary">The words.</param>
    /// <param name="unknownToken">The token of every other word; null if there is none: then another word is an error.</param>
    /// <exception cref="ArgumentException">The unknown token is not in the vocabulary.</exception>
    public WordLevel(Vocabulary vocabulary, string? unknownToken)
        : base(vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        UnknownToken = unknownToken;
        _unknown = unknownToken is null ? -1
            : vocabulary.IdOf(unknownToken)
                ?? throw new ArgumentException($"expected the unknown token \"{unknownToken}\" in the vocabulary, found none", nameof(unknownToken));
    }

    private WordLevel(WordLevel other, IReadOnlySet<int> reserved)
        : base(other.Vocabulary)
    {
        UnknownToken = other.UnknownToken;
        _unknown = other._unknown;
        _reserved = reserved;
    }

    /// <summary>The token of a word that is not in the vocabulary, or null.</summary>
    public string? UnknownToken { get; }

    internal override bool CutsBeforeWords => false;

    internal override void Encode(ReadOnlySpan<byte> text, ReadOnlySpan<Piece> pieces, ModelWorkspace workspace, TokenBuffer tokens)
    {
        foreach (var piece in pieces)
        {
            if (piece.Length == 0)
                continue;
            var word = text[piece.Start..piece.End];
            if (!Vocabulary.TryGetId(word, out int id) || (_reserved is not null && _reserved.Contains(id)))
                id = _unknown >= 0 ? _unknown : throw Unknown(word, piece.Start);
            tokens.Add(id, piece.Start, piece.End);
        }
    }

    internal override ModelWorkspace CreateWorkspace() => NoWorkspace.Instance;

    internal override WordLevel Reserving(IReadOnlySet<int> ids) => new(this, ids);

    private static TokenizationException Unknown(ReadOnlySpan<byte> word, int start) =>
        new($"byte {start}: expected a word of the vocabulary, which has no unknown token, found \"{System.Text.Encoding.UTF8.GetString(word)}\"");
}
