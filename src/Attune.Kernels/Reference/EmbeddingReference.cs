namespace Attune.Kernels;

/// <summary><see cref="Embedding"/> in double precision.</summary>
public static class EmbeddingReference
{
    /// <inheritdoc cref="Embedding.Gather"/>
    public static void Gather(ReadOnlySpan<double> table, ReadOnlySpan<int> indices, Span<double> y, int vocabulary, int channels)
    {
        Expect.Indices("embedding", indices, vocabulary, "a vocabulary");
        for (int i = 0; i < indices.Length; i++)
            table.Slice(indices[i] * channels, channels).CopyTo(y[(i * channels)..]);
    }

    /// <inheritdoc cref="Embedding.ScatterAdd"/>
    public static void ScatterAdd(ReadOnlySpan<double> dy, ReadOnlySpan<int> indices, Span<double> table, int vocabulary, int channels)
    {
        Expect.Indices("embedding", indices, vocabulary, "a vocabulary");
        for (int i = 0; i < indices.Length; i++)
        {
            for (int j = 0; j < channels; j++)
                table[(indices[i] * channels) + j] += dy[(i * channels) + j];
        }
    }
}
