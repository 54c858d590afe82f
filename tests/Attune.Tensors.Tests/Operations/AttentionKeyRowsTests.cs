using Attune.Kernels;

namespace Attune.Tensors.Tests;

/// <summary>Keys by the numbers of their rows are those rows, copied or read where they lie.</summary>
public class AttentionKeyRowsTests
{
    private static readonly int[] s_rows = [6, 0, 3, 3, 0, 1, 2, 5, 6];

    [Fact]
    public void Rows_that_are_read_where_they_lie_give_the_bits_of_copied_ones()
    {
        var (query, table) = (Tensor.Normal([5, 4, 6], new(1, 0, 0)), Tensor.Normal([7, 3, 2, 6], new(1, 0, 1)));
        Tensor key = table.Select(1, 0), value = table.Select(1, 2); // [M, K, D] with gaps
        var numbers = Tensor.I32(s_rows);
        AttentionSettings byNumber = new() { KeyRows = numbers };

        var read = Attend(query, key, value, byNumber);
        var copied = Attend(query, Rows(key), Rows(value), default);
        var recorded = Attend(query.RequireGradient(), key, value, byNumber);

        Assert.Equal(copied.ToArray<float>(), read.ToArray<float>());
        Assert.Equal(copied.ToArray<float>(), recorded.ToArray<float>());

        Tensor Rows(Tensor x) => x.Reshape([7, 12]).Embedding(numbers).Reshape([9, 2, 6]);
    }

    [Fact]
    public void Weights_are_those_of_the_numbered_keys()
    {
        var (query, key) = (Tensor.Normal([5, 4, 6], new(1, 0, 0)), Tensor.Normal([7, 2, 6], new(1, 0, 1)));
        var numbers = Tensor.I32(s_rows);
        var copied = key.Reshape([7, 12]).Embedding(numbers).Reshape([9, 2, 6]);

        Assert.Equal(Weights(copied, default), Weights(key, new() { KeyRows = numbers }));

        float[] Weights(Tensor keys, AttentionSettings settings) =>
            query.AttentionWeights(keys, 1, Tensor.I32([0, 2, 5]), default(Causal), default(NoChange), Tensor.I32([0, 4, 9]), settings).ToArray<float>();
    }

    private static Tensor Attend(Tensor query, Tensor key, Tensor value, AttentionSettings settings) =>
        query.Attention(key, value, Tensor.I32([0, 2, 5]), default(Causal), Tensor.I32([0, 4, 9]), settings);
}
