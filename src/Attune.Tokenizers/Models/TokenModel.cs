namespace Attune.Tokenizers;

/// <summary>
/// A vocabulary and the algorithm that segments a piece of text into its tokens. Immutable and thread-safe. The names are those of <c>tokenizer.json</c>.
/// </summary>
public abstract class TokenModel
{
    private protected TokenModel(Vocabulary vocabulary) => Vocabulary = vocabulary;

    /// <summary>The tokens and their ids.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>
    /// Segments each piece and adds its tokens, in order, with their ranges of <paramref name="text"/>.
    /// </summary>
    /// <param name="text">UTF-8. Valid, unless the model works on bytes.</param>
    /// <param name="pieces">What to segment.</param>
    /// <param name="workspace">Made by this model's <see cref="CreateWorkspace"/>, used by one thread at a time.</param>
    /// <param name="tokens">Receives the tokens.</param>
    internal abstract void Encode(ReadOnlySpan<byte> text, ReadOnlySpan<Piece> pieces, ModelWorkspace workspace, TokenBuffer tokens);

    /// <summary>The memory that one thread needs to encode, caches among it.</summary>
    internal abstract ModelWorkspace CreateWorkspace();

    /// <summary>The same model, that finds these tokens in no text: special tokens come from those who ask for them, never from what users write.</summary>
    internal abstract TokenModel Reserving(IReadOnlySet<int> ids);

    /// <summary>
    /// True where no token reaches from an ASCII letter over the space after it, or over the ▁ that stands for one: then a piece can be cut there without changing
    /// a token. See <see cref="SafeCut"/>.
    /// </summary>
    internal abstract bool CutsBeforeWords { get; }
}

/// <summary>What one thread needs while it encodes with a model.</summary>
internal abstract class ModelWorkspace;
