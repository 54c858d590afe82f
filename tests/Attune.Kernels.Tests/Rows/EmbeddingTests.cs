namespace Attune.Kernels.Tests;

public class EmbeddingTests
{
    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Gathering_copies_and_scattering_adds_as_the_reference_does(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (int channels in Inputs.Lengths)
        {
            var (table, indices) = (Inputs.Normal(11 * channels, 1), Indices(40, 11));
            var (y, expected) = (new float[40 * channels], new double[40 * channels]);
            Embedding.Gather(table, indices, y, 11, channels);
            EmbeddingReference.Gather(Inputs.Wide(table), indices, expected, 11, channels);
            Assert.Equal(expected, Inputs.Wide(y));

            var (dy, dTable) = (Inputs.Normal(40 * channels, 2), Inputs.Normal(11 * channels, 3));
            var dTableExpected = Inputs.Wide(dTable);
            Embedding.ScatterAdd(dy, indices, dTable, 11, channels);
            EmbeddingReference.ScatterAdd(Inputs.Wide(dy), indices, dTableExpected, 11, channels);
            Close.AssertNmse(dTableExpected, dTable, $"{channels} channels");
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void One_index_100_000_times_is_summed_accurately(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        var dy = Inputs.Normal(3 * 100_000, 2).Select(value => value + 1).ToArray();
        var (table, expected) = (new float[6], new double[6]);
        Embedding.ScatterAdd(dy, Enumerable.Repeat(1, 100_000).ToArray(), table, 2, 3);
        EmbeddingReference.ScatterAdd(Inputs.Wide(dy), Enumerable.Repeat(1, 100_000).ToArray(), expected, 2, 3);
        Close.AssertNmse(expected, table, "the sum");
    }

    [Fact]
    public void A_row_that_is_not_looked_up_keeps_its_bits_and_special_values_travel()
    {
        var table = Inputs.Special.ToArray();
        var y = new float[table.Length];
        Embedding.Gather(table, Enumerable.Range(0, table.Length).ToArray(), y, table.Length, 1);
        Close.AssertSameBits(table, y, "gathered");
        Embedding.ScatterAdd([1], [2], table, table.Length, 1);
        Close.AssertSameBits(y, table, "NaN plus 1 and all others");
    }

    [Fact]
    public void The_gradient_of_the_reference_is_the_central_difference()
    {
        var (table, weights, indices) = (Inputs.Wide(Inputs.Normal(4 * 3, 1)), Inputs.Wide(Inputs.Normal(5 * 3, 2)), new[] { 3, 0, 3, 1, 3 });
        var (y, dTable) = (new double[15], new double[12]);
        EmbeddingReference.ScatterAdd(weights, indices, dTable, 4, 3);
        double Loss()
        {
            EmbeddingReference.Gather(table, indices, y, 4, 3);
            return CentralDifferences.Weighted(weights, y);
        }

        CentralDifferences.Assert(table, dTable, Loss, "dTable");
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var (indices, dy, table) = (Indices(3000, 50), Inputs.Normal(3000 * 130, 4), Inputs.Normal(50 * 130, 5));
        SameBits.ForEveryThreadCount(
            () =>
            {
                var (y, sums) = (new float[dy.Length], table.ToArray());
                Embedding.Gather(table, indices, y, 50, 130);
                Embedding.ScatterAdd(dy, indices, sums, 50, 130);
                return [.. y, .. sums];
            },
            "embedding");
    }

    [Theory]
    [InlineData(50)]
    [InlineData(-1)]
    public void An_index_out_of_range_is_named_with_its_row_and_the_vocabulary(int index)
    {
        var error = Assert.Throws<ArgumentException>(() => Embedding.Gather(new float[100], [0, 49, index], new float[6], 50, 2));
        Assert.Contains($"embedding: expected indices from 0 to 49 (a vocabulary of 50), got {index} in row 2", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => Embedding.ScatterAdd(new float[6], [0, 49, index], new float[100], 50, 2));
        Assert.Contains($"got {index} in row 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_shapes_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Embedding.Gather(new float[100], [0, 1], new float[5], 50, 2));
        Assert.Equal("embedding: expected y of 4, got 5", error.Message);
    }

    private static int[] Indices(int count, int vocabulary)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(vocabulary))];
    }
}
