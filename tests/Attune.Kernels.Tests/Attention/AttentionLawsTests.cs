namespace Attune.Kernels.Tests;

/// <summary>Same input, same bits; what is not seen does not count; operands anywhere; wrong shapes.</summary>
public class AttentionLawsTests
{
    public static TheoryData<KernelPath> PathData => Paths.Data;

    [Theory]
    [MemberData(nameof(PathData))]
    public void Any_number_of_threads_gives_the_same_bits(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        // One key head for 8 threads: keys and queries are split, two for one thread: they are not.
        AttentionCase Run(int threads)
        {
            using var workers = Workers.Use(threads);
            var one = new AttentionCase([700, 40], [700, 60], 2, 1, 24) { Bias = Inputs.Normal(16, 3), BiasGradient = new float[16] };
            one.Forward(default(Causal), new RelativeBias(8, 20, false));
            one.Backward(default(Causal), new RelativeBias(8, 20, false));
            return one;
        }

        var expected = Run(1);
        foreach (int threads in Paths.Threads)
        {
            var actual = Run(threads);
            Close.AssertSameBits(expected.Output, actual.Output, $"output, {threads} threads");
            Close.AssertSameBits(expected.LogSumExp, actual.LogSumExp, $"log-sum-exp, {threads} threads");
            Close.AssertSameBits(expected.QueryGradient, actual.QueryGradient, $"query gradient, {threads} threads");
            Close.AssertSameBits(expected.KeyGradient, actual.KeyGradient, $"key gradient, {threads} threads");
            Close.AssertSameBits(expected.ValueGradient, actual.ValueGradient, $"value gradient, {threads} threads");
            Close.AssertSameBits(expected.BiasGradient, actual.BiasGradient, $"bias gradient, {threads} threads");
        }
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void A_row_alone_behind_its_cache_has_the_bits_it_has_in_the_batch(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int dim in new[] { 16, 18 })
        {
            foreach (int batch in new[] { 1, 7, 300 })
                AssertRowsOfBatch(batch, 300, 4, 2, dim);
        }

        AssertRowsOfBatch(4096, 4096, 1, 1, 4);
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void Few_queries_have_the_bits_they_have_among_many(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        const int Queries = 60, Keys = 150, Heads = 6;
        foreach (int dim in new[] { 4, 12, 18, 64 })
        {
            foreach (int few in new[] { 1, 2, 5, 20 })
            {
                int first = Queries - few, row = Heads * dim;
                AttentionCase all = Case(Queries, dim, 0), some = Case(few, dim, first);
                all.Query.AsSpan(first * row).CopyTo(some.Query);
                all.Key.CopyTo(some.Key, 0);
                all.Value.CopyTo(some.Value, 0);
                // Seen by the first of twenty only, whose rows are not compared: the others share tiles with it.
                foreach (var one in new[] { all, some })
                {
                    one.Value[35 * 2 * dim] = float.NaN;
                    one.Forward(new Window(100, 0), default(Alibi));
                }

                int compared = Math.Min(few, 10);
                Close.AssertSameBits(all.Output.AsSpan()[^(compared * row)..], some.Output.AsSpan()[^(compared * row)..], $"{few} queries of {dim}");
                Close.AssertSameBits(all.LogSumExp.AsSpan(first * Heads), some.LogSumExp, $"log-sum-exp of {few} queries of {dim}");
            }
        }

        static AttentionCase Case(int queries, int dim, int firstRow) => new([queries], [Keys], Heads, 2, dim)
        {
            Slopes = [.. Enumerable.Range(1, Heads).Select(i => 1f / (8 * i))],
            Dropout = new(0.25f, new RandomKey(7, 3, 2), firstRow),
        };
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void One_query_alone_has_the_bits_it_has_in_a_block(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int dim in new[] { 1, 4, 6, 16, 18, 32, 40, 64, 100, 256 })
        {
            foreach (int keys in new[] { 20, 31, 64, 65, 130, 300 })
            {
                AssertLast(keys, dim, default(NoMask));
                AssertLast(keys, dim, default(Causal));
                AssertLast(keys, dim, new Window(50, 0));
            }
        }

        static void AssertLast<TMask>(int keys, int dim, TMask mask)
            where TMask : unmanaged, IAttentionMask
        {
            const int Queries = 20, Heads = 2;
            AttentionCase all = new([Queries], [keys], Heads, Heads, dim), one = new([1], [keys], Heads, Heads, dim);
            int row = Heads * dim;
            all.Query.AsSpan(^row..).CopyTo(one.Query);
            all.Key.CopyTo(one.Key, 0);
            all.Value.CopyTo(one.Value, 0);
            all.Forward(mask, default(NoChange));
            one.Forward(mask, default(NoChange));
            Close.AssertSameBits(all.Output.AsSpan(^row..), one.Output, $"{keys} keys of {dim}, {mask}");
            Close.AssertSameBits(all.LogSumExp.AsSpan(^Heads..), one.LogSumExp, $"log-sum-exp of {keys} keys of {dim}, {mask}");
        }
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void A_segment_alone_has_the_bits_it_has_among_others(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        int[] queries = [31, 100, 7], keys = [31, 150, 70];
        var all = new AttentionCase(queries, keys, 4, 2, 16);
        all.Forward(default(Causal), new SoftCap(5));
        all.Backward(default(Causal), new SoftCap(5));
        for (int s = 0; s < queries.Length; s++)
        {
            var one = new AttentionCase([queries[s]], [keys[s]], 4, 2, 16);
            int q = all.QueryOffsets[s] * 64, k = all.KeyOffsets[s] * 32, l = all.QueryOffsets[s] * 4;
            all.Query.AsSpan(q, one.Query.Length).CopyTo(one.Query);
            all.OutputGradient.AsSpan(q, one.Query.Length).CopyTo(one.OutputGradient);
            all.Key.AsSpan(k, one.Key.Length).CopyTo(one.Key);
            all.Value.AsSpan(k, one.Key.Length).CopyTo(one.Value);
            one.Forward(default(Causal), new SoftCap(5));
            one.Backward(default(Causal), new SoftCap(5));
            Close.AssertSameBits(all.Output.AsSpan(q, one.Query.Length), one.Output, "output");
            Close.AssertSameBits(all.LogSumExp.AsSpan(l, one.LogSumExp.Length), one.LogSumExp, "log-sum-exp");
            Close.AssertSameBits(all.QueryGradient.AsSpan(q, one.Query.Length), one.QueryGradient, "query gradient");
            Close.AssertSameBits(all.KeyGradient.AsSpan(k, one.Key.Length), one.KeyGradient, "key gradient");
            Close.AssertSameBits(all.ValueGradient.AsSpan(k, one.Key.Length), one.ValueGradient, "value gradient");
        }
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void Later_rows_change_nothing_before_them_even_when_they_hold_NaN_and_infinities(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        const int Length = 150, Width = 2 * 8;
        foreach (int changed in new[] { 1, 5, 63, 64, 100, 149 })
        {
            AttentionCase clean = new([Length], [Length], 2, 2, 8), spoiled = new([Length], [Length], 2, 2, 8);
            foreach (var rows in new[] { spoiled.Query, spoiled.Key, spoiled.Value })
            {
                for (int i = changed * Width; i < rows.Length; i++)
                    rows[i] = (i % 3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => 3e38f };
            }

            // Without a gradient of the later rows nothing of them may reach earlier ones in the backward pass either.
            clean.OutputGradient.AsSpan(changed * Width).Clear();
            spoiled.OutputGradient.AsSpan(changed * Width).Clear();
            foreach (var one in new[] { clean, spoiled })
            {
                one.Forward(default(Causal), default(NoChange));
                one.Backward(default(Causal), default(NoChange));
            }

            Close.AssertSameBits(clean.Output.AsSpan(0, changed * Width), spoiled.Output.AsSpan(0, changed * Width), $"output before {changed}");
            Close.AssertSameBits(clean.LogSumExp.AsSpan(0, changed * 2), spoiled.LogSumExp.AsSpan(0, changed * 2), $"log-sum-exp before {changed}");
            Close.AssertSameBits(
                clean.QueryGradient.AsSpan(0, changed * Width), spoiled.QueryGradient.AsSpan(0, changed * Width), $"query gradient before {changed}");
        }
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void Hidden_keys_contribute_nothing_even_when_they_hold_NaN_and_infinities(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        const int Length = 90, Width = 8;
        // Nobody sees every fifth key, and others are hidden here and there.
        var visible = new bool[Length * Length];
        for (int i = 0; i < visible.Length; i++)
            visible[i] = i % Length % 5 != 2 && i % 3 != 0;
        AttentionCase clean = Case(), spoiled = Case();
        for (int i = 0; i < Length * Width; i++)
        {
            if (i / Width % 5 == 2)
                (spoiled.Key[i], spoiled.Value[i]) = (float.NegativeInfinity, i % 2 == 0 ? float.NaN : float.PositiveInfinity);
        }

        foreach (var one in new[] { clean, spoiled })
        {
            one.Forward(default(ExplicitMask), default(NoChange));
            one.Backward(default(ExplicitMask), default(NoChange));
        }

        Close.AssertSameBits(clean.Output, spoiled.Output, "output");
        Close.AssertSameBits(clean.LogSumExp, spoiled.LogSumExp, "log-sum-exp");
        Close.AssertSameBits(clean.QueryGradient, spoiled.QueryGradient, "query gradient");
        Close.AssertSameBits(clean.KeyGradient, spoiled.KeyGradient, "key gradient");
        Close.AssertSameBits(clean.ValueGradient, spoiled.ValueGradient, "value gradient");

        AttentionCase Case() => new([Length], [Length], 1, 1, Width) { Visible = visible };
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void A_query_without_keys_gets_zeros_and_no_gradient(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        var visible = new bool[40 * 40];
        Array.Fill(visible, true, 0, 20 * 40);
        var one = new AttentionCase([40], [40], 1, 1, 8) { Visible = visible };
        Array.Fill(one.Output, 1f);
        Array.Fill(one.QueryGradient, 1f);
        one.Forward(default(ExplicitMask), default(NoChange));
        one.Backward(default(ExplicitMask), default(NoChange));
        Assert.All(one.Output[(20 * 8)..], x => Assert.Equal(0, x));
        Assert.All(one.LogSumExp[20..], x => Assert.Equal(float.NegativeInfinity, x));
        Assert.All(one.QueryGradient[(20 * 8)..], x => Assert.Equal(0, x));
        Assert.All(one.KeyGradient, x => Assert.True(float.IsFinite(x)));
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void Operands_may_lie_anywhere_and_neighbours_are_left_alone(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        const int Length = 70, Heads = 2, Dim = 9;
        var plain = new AttentionCase([Length], [Length], Heads, Heads, Dim);
        plain.Forward(default(Causal), default(NoChange));
        plain.Backward(default(Causal), default(NoChange));

        // q, k and v side by side in one row of 3 * 2 * 9 and one element more, from an odd offset on; so too their gradients.
        const int Stride = (3 * Heads * Dim) + 1;
        float[] rows = new float[(Length * Stride) + 3], gradients = new float[rows.Length], outputs = new float[(Length * Stride) + 3];
        foreach (var array in new[] { rows, gradients, outputs })
            Array.Fill(array, float.NaN);
        for (int i = 0; i < Length; i++)
        {
            for (int d = 0; d < Heads * Dim; d++)
            {
                rows[At(i, 0, d)] = plain.Query[(i * Heads * Dim) + d];
                rows[At(i, 1, d)] = plain.Key[(i * Heads * Dim) + d];
                rows[At(i, 2, d)] = plain.Value[(i * Heads * Dim) + d];
                outputs[At(i, 1, d)] = plain.OutputGradient[(i * Heads * Dim) + d];
            }
        }

        var logSumExp = new float[Length * Heads];
        Attention.Forward(
            plain.Shape, Part(rows, 0), Part(rows, 1), Part(rows, 2), Part(outputs, 0), logSumExp, default(Causal), default(NoChange));
        Attention.Backward(
            plain.Shape, Part(rows, 0), Part(rows, 1), Part(rows, 2), Part(outputs, 0), logSumExp, Part(outputs, 1),
            Part(gradients, 0), Part(gradients, 1), Part(gradients, 2), default(Causal), default(NoChange));
        for (int i = 0; i < Length; i++)
        {
            Close.AssertSameBits(plain.Output.AsSpan(i * Heads * Dim, Heads * Dim), outputs.AsSpan(At(i, 0, 0), Heads * Dim), "output");
            Close.AssertSameBits(plain.QueryGradient.AsSpan(i * Heads * Dim, Heads * Dim), gradients.AsSpan(At(i, 0, 0), Heads * Dim), "query gradient");
            Close.AssertSameBits(plain.KeyGradient.AsSpan(i * Heads * Dim, Heads * Dim), gradients.AsSpan(At(i, 1, 0), Heads * Dim), "key gradient");
            Close.AssertSameBits(plain.ValueGradient.AsSpan(i * Heads * Dim, Heads * Dim), gradients.AsSpan(At(i, 2, 0), Heads * Dim), "value gradient");
            Assert.True(float.IsNaN(gradients[At(i, 3, 0)]) && float.IsNaN(outputs[At(i, 2, 0)]));
        }

        static int At(int row, int part, int d) => 3 + (row * Stride) + (part * Heads * Dim) + d;
        static HeadRows Part(float[] data, int part) => new(data.AsSpan(At(0, part, 0)), Stride, Dim);
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void Keys_by_the_numbers_of_their_rows_have_the_bits_of_keys_in_their_order(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int dim in new[] { 4, 18, 32 })
        {
            AssertByNumber(Case(dim), default(NoMask), default(NoChange));
            AssertByNumber(Case(dim), default(Causal), default(Alibi));
            AssertByNumber(Case(dim), new Window(20, 3, 2), new SoftCap(5));
            AssertByNumber(Case(dim), new BlockPattern(8, 40), new RelativeBias(8, 20, true));
            AssertByNumber(Case(dim), default(ExplicitMask), default(AdditiveMask));
        }

        static AttentionCase Case(int dim)
        {
            // More keys than a chunk holds, more queries than a block, one query, and none.
            int[] queries = [1, 30, 0, 1, 1, 70], keys = [60, 300, 5, 1, 129, 70];
            int pairs = queries.Zip(keys, (q, k) => q * k).Sum();
            return new(queries, keys, 4, dim == 18 ? 1 : 4, dim)
            {
                Dropout = new(dim == 18 ? 0.2f : 0, new RandomKey(7, 3, 2), 5),
                Slopes = [0.5f, 0.25f, 0.125f, 0.0625f],
                Bias = Inputs.Normal(8 * 4, 6),
                Additive = Inputs.Normal(pairs, 7),
                Visible = [.. Enumerable.Range(0, pairs).Select(i => i % 3 != 1)],
                Pattern = [.. Enumerable.Range(0, 40 * 40).Select(i => i % 5 != 2)],
            };
        }
    }

    [Fact]
    public void Wrong_key_rows_name_what_was_expected_and_what_was_found()
    {
        AssertFails("expected key rows from 0 to 4, got 5", backward: false, 0, 5);
        AssertFails("expected key rows from 0 to 4, got -1", backward: false, -1, 0);
        AssertFails("expected 2 key rows, one for each key, got 3", backward: false, 0, 1, 2);
        AssertFails("expected keys in their order but in the forward pass of floats, got 2 key rows", backward: true, 0, 1);

        static void AssertFails(string message, bool backward, params int[] keyRows)
        {
            var (data, rows) = (new float[2 * 2 * 4], new float[(5 * 9) - 1]);
            var error = Assert.Throws<ArgumentException>(() =>
            {
                var shape = new AttentionShape { Heads = 2, KeyHeads = 2, HeadDim = 4, QueryOffsets = [0, 2], KeyOffsets = [0, 2], Scale = 1, KeyRows = keyRows };
                HeadRows query = HeadRows.Contiguous(data, 2, 4), key = new(rows, 9, 4);
                if (backward)
                    Attention.Backward(shape, query, key, key, query, new float[4], query, query, key, key, default(NoMask), default(NoChange));
                else
                    Attention.Forward(shape, query, key, key, query, default, default(NoMask), default(NoChange));
            });
            Assert.Equal("attention: " + message, error.Message);
        }
    }

    [Fact]
    public void Wrong_shapes_name_what_was_expected_and_what_was_found()
    {
        AssertFails("query heads a multiple of key heads, got 3 and 2", heads: 3, keyHeads: 2);
        AssertFails("a head dimension of 1 to 256, got 257", dim: 257);
        AssertFails("as many key offsets as query offsets, got 3 and 2", keys: [0, 1, 2]);
        AssertFails("key offsets that never fall, got 1 after 2", queries: [0, 2, 2], keys: [0, 2, 1]);
        AssertFails("query offsets that begin with 0, got 1", queries: [1, 2]);
        AssertFails("16 elements or more for query [2, 2, 4] with strides 8 and 4, got 15", length: 15);
        AssertFails("a dropout rate of at least 0 and below 1, got 1", rate: 1);

        static void AssertFails(
            string message, int heads = 2, int keyHeads = 2, int dim = 4, int[]? queries = null, int[]? keys = null,
            int length = 16, float rate = 0)
        {
            var data = new float[length];
            var error = Assert.Throws<ArgumentException>(() =>
            {
                var shape = new AttentionShape
                {
                    Heads = heads,
                    KeyHeads = keyHeads,
                    HeadDim = dim,
                    QueryOffsets = queries ?? [0, 2],
                    KeyOffsets = keys ?? [0, 2],
                    Scale = 1,
                    Dropout = new(rate, default, 0),
                };
                var rows = HeadRows.Contiguous(data, 2, 4);
                Attention.Forward(shape, rows, rows, rows, rows, default, default(NoMask), default(NoChange));
            });
            Assert.Equal("attention: expected " + message, error.Message);
        }
    }

    private static void AssertByNumber<TMask, TChange>(AttentionCase one, TMask mask, TChange change)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        const int Rows = 97;
        int width = one.KeyHeads * one.Dim, stride = width + 3;
        float[] keys = Inputs.Normal(Rows * stride, 8), values = Inputs.Normal(Rows * stride, 9);
        int[] numbers = [.. Enumerable.Range(0, one.KeyOffsets[^1]).Select(i => ((i * 31) + (i / 7)) % Rows)];
        for (int i = 0; i < numbers.Length; i++)
        {
            keys.AsSpan(numbers[i] * stride, width).CopyTo(one.Key.AsSpan(i * width));
            values.AsSpan(numbers[i] * stride, width).CopyTo(one.Value.AsSpan(i * width));
        }

        one.Forward(mask, change);
        var (output, logSumExp) = (new float[one.Output.Length], new float[one.LogSumExp.Length]);
        Attention.Forward(
            one.Shape with { KeyRows = numbers }, HeadRows.Contiguous(one.Query, one.Heads, one.Dim), new(keys, stride, one.Dim), new(values, stride, one.Dim),
            HeadRows.Contiguous(output, one.Heads, one.Dim), logSumExp, mask, change, one.Tables);
        Close.AssertSameBits(one.Output, output, $"output with {mask} and {change} of {one.Dim}");
        Close.AssertSameBits(one.LogSumExp, logSumExp, $"log-sum-exp with {mask} and {change} of {one.Dim}");
    }

    private static void AssertRowsOfBatch(int batch, int length, int heads, int keyHeads, int dim)
    {
        var all = new AttentionCase([batch], [length], heads, keyHeads, dim);
        all.Forward(default(Causal), default(NoChange));
        all.Backward(default(Causal), default(NoChange));
        int row = heads * dim;
        foreach (int i in new[] { 0, batch / 3, batch / 2, batch - 2, batch - 1 }.Where(i => i >= 0).Distinct())
        {
            // The row sees the keys up to its position, which are then all of its segment.
            int seen = length - batch + i + 1;
            var one = new AttentionCase([1], [seen], heads, keyHeads, dim);
            all.Query.AsSpan(i * row, row).CopyTo(one.Query);
            all.OutputGradient.AsSpan(i * row, row).CopyTo(one.OutputGradient);
            all.Key.AsSpan(0, one.Key.Length).CopyTo(one.Key);
            all.Value.AsSpan(0, one.Key.Length).CopyTo(one.Value);
            one.Forward(default(Causal), default(NoChange));
            one.Backward(default(Causal), default(NoChange));
            Close.AssertSameBits(all.Output.AsSpan(i * row, row), one.Output, $"row {i} of {batch}");
            Close.AssertSameBits(all.LogSumExp.AsSpan(i * heads, heads), one.LogSumExp, $"log-sum-exp of row {i} of {batch}");
            Close.AssertSameBits(all.QueryGradient.AsSpan(i * row, row), one.QueryGradient, $"query gradient of row {i} of {batch}");
        }
    }
}
