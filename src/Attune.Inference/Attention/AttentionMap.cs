namespace Attune.Inference;

/// <summary>Which of a model's attentions a map shows.</summary>
public enum AttentionKind
{
    /// <summary>The encoder's self-attention: every token of the source sees all of the source.</summary>
    Encoder,

    /// <summary>Causal self-attention, of a decoder or a language model: every token sees itself and those before it.</summary>
    Decoder,

    /// <summary>Encoder-decoder attention: every token of the target sees all of the source.</summary>
    Cross,
}

/// <summary>What one head of one layer attends to in one sequence. arXiv:1706.03762, equation 1: the softmax. Immutable.</summary>
/// <param name="Kind">Which attention.</param>
/// <param name="Layer">From 0, within the encoder or the decoder.</param>
/// <param name="Head">From 0.</param>
/// <param name="Rows">Tokens that look.</param>
/// <param name="Columns">Tokens that are looked at.</param>
/// <param name="Weights">[Rows, Columns]; each row sums to 1.</param>
public sealed record AttentionMap(AttentionKind Kind, int Layer, int Head, int Rows, int Columns, ReadOnlyMemory<float> Weights)
{
    /// <summary>The weights of one row, [Columns].</summary>
    public ReadOnlySpan<float> Row(int row) => Weights.Span.Slice(row * Columns, Columns);

    /// <summary>How many columns a row sees: the first ones.</summary>
    public int Visible(int row) => Kind is AttentionKind.Decoder ? Math.Min(row + 1, Columns) : Columns;
}
