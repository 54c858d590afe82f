namespace Attune.Kernels.Tests;

public class MatMulTests
{
    private static readonly bool[] s_both = [false, true];

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Every_transposition_equals_the_reference(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int m in new[] { 1, 2, 5, 7, 16, 17, 26 })
        {
            foreach (int n in new[] { 1, 3, 16, 17, 45 })
            {
                foreach (int k in new[] { 1, 4, 7, 65, 530 })
                {
                    foreach (bool transposeA in s_both)
                    {
                        foreach (bool transposeB in s_both)
                            new MatMulCase(m, n, k) { TransposeA = transposeA, TransposeB = transposeB }.AssertEqualsReference();
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Every_length_of_every_dimension_equals_the_reference(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int length in Inputs.Lengths)
        {
            new MatMulCase(length, 5, 9).AssertEqualsReference();
            new MatMulCase(20, length, 9).AssertEqualsReference();
            new MatMulCase(20, 5, length).AssertEqualsReference();
            new MatMulCase(3, length, 7).AssertEqualsReference();
            new MatMulCase(3, length, 7) { TransposeB = true }.AssertEqualsReference();
            new MatMulCase(2, 9, length).AssertEqualsReference();
            new MatMulCase(2, 9, length) { TransposeB = true }.AssertEqualsReference();
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Strides_skip_what_lies_between_rows_even_NaN(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int m in new[] { 1, 4, 13, 30 })
        {
            foreach (bool transposeA in s_both)
            {
                foreach (bool transposeB in s_both)
                {
                    new MatMulCase(m, 37, 21) { TransposeA = transposeA, TransposeB = transposeB, Gap = 3 }.AssertEqualsReference();
                    new MatMulCase(m, 37, 21) { TransposeA = transposeA, TransposeB = transposeB, Gap = 1, Accumulate = true }.AssertEqualsReference();
                }
            }
        }
    }

    /// <summary>Threads share out the depth of such products; with a packed right factor they do not.</summary>
    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Products_that_are_deeper_than_wide_have_the_bits_of_others(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int k in (int[])[1536, 4000, 26000])
        {
            foreach (bool transposeB in s_both)
            {
                foreach (bool isBf16 in s_both)
                {
                    var test = new MatMulCase(29, 37, k)
                    {
                        TransposeA = !transposeB,
                        TransposeB = transposeB,
                        Bf16A = isBf16,
                        Bf16B = isBf16,
                        Gap = 2,
                        Accumulate = transposeB,
                        WithBias = true,
                        WithResidual = true,
                        Activation = Activation.Relu,
                    };
                    Close.AssertSameBits(test.RunPacked(), test.Run(), $"{path} 29 x 37 x {k}, bf16: {isBf16}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Every_element_is_summed_in_blocks_of_fixed_depth_in_order(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        var depth = default(BlockDepthAction);
        ProductPaths.Dispatch(ref depth, KernelPaths.CurrentLanes);
        foreach (int m in new[] { 1, 3, 8, 19 })
        {
            foreach (bool transposeB in s_both)
            {
                var test = new MatMulCase(m, 35, (2 * depth.BlockDepth) + 11) { TransposeB = transposeB };
                Close.AssertSameBits(test.InBlocks(depth.BlockDepth), test.Run(), $"{path} {m} rows");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void One_row_is_summed_by_the_rule_whatever_the_layout_and_the_lengths(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        var depth = default(BlockDepthAction);
        ProductPaths.Dispatch(ref depth, KernelPaths.CurrentLanes);
        foreach (int n in new[] { 1, 15, 16, 33, 64, 300 })
        {
            foreach (int k in new[] { 3, 32, 77, depth.BlockDepth, (3 * depth.BlockDepth) + 9 })
            {
                foreach (bool transposeB in s_both)
                {
                    foreach (bool bf16 in s_both)
                    {
                        for (int gap = 0; gap < 3; gap++)
                        {
                            var test = new MatMulCase(1, n, k) { TransposeB = transposeB, Bf16B = bf16, Gap = gap };
                            Close.AssertSameBits(test.InBlocks(depth.BlockDepth), test.Run(), $"{path} {n} columns, depth {k}, gap {gap}");
                        }
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Few_rows_are_summed_by_the_rule_whatever_the_layout_and_the_lengths(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        var depth = default(BlockDepthAction);
        ProductPaths.Dispatch(ref depth, KernelPaths.CurrentLanes);
        foreach (int m in new[] { 2, 7, 16 })
        {
            foreach (var (n, k) in new[] { (15, 77), (64, 3), (70, depth.BlockDepth + 9) })
            {
                foreach (bool transposeB in s_both)
                {
                    foreach (bool bf16 in s_both)
                    {
                        for (int gap = 0; gap < 3; gap++)
                        {
                            var test = new MatMulCase(m, n, k) { TransposeB = transposeB, Bf16B = bf16, Gap = gap };
                            Close.AssertSameBits(test.InBlocks(depth.BlockDepth), test.Run(), $"{path} {m} rows, {n} columns, depth {k}, gap {gap}");
                        }
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Packed_by_all_by_each_or_not_at_all_a_right_factor_gives_the_same_bits(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        var depth = default(BlockDepthAction);
        ProductPaths.Dispatch(ref depth, KernelPaths.CurrentLanes);
        foreach (var (m, n, k) in new[] { (70, 160, 40), (70, 32, 40), (300, 64, depth.BlockDepth + 9), (300, 45, depth.BlockDepth + 9) })
        {
            foreach (bool transposeB in s_both)
            {
                var test = new MatMulCase(m, n, k) { TransposeB = transposeB, Gap = 1 };
                Close.AssertSameBits(test.InBlocks(depth.BlockDepth), test.Run(), $"{path} {m} x {n} x {k}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void A_row_alone_equals_the_row_in_a_batch_bitwise(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (bool transposeB in s_both)
        {
            var many = new MatMulCase(4096, 19, 34) { TransposeB = transposeB };
            var all = many.Run();
            foreach (int rows in new[] { 1, 2, 7, 12, 16, 17, 100 })
            {
                foreach (int first in new[] { 0, 1000, 4096 - rows })
                    Close.AssertSameBits(all.AsSpan(first * 19, rows * 19), many.Rows(first, rows), $"{path}, rows {first} to {first + rows}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void The_number_of_threads_does_not_change_a_bit(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (var (m, n, k) in new[] { (130, 90, 70), (1, 500, 300), (5, 2100, 70), (16, 64, 600), (300, 33, 530), (260, 160, 70), (70, 64, 530), (400, 128, 530) })
        {
            foreach (bool transposeB in s_both)
            {
                var test = new MatMulCase(m, n, k) { TransposeB = transposeB, WithBias = true, WithResidual = true, Activation = Activation.GeluTanh };
                float[]? expected = null;
                foreach (int threads in Paths.Threads)
                {
                    using var workers = Workers.Use(threads);
                    var actual = test.Run();
                    Close.AssertSameBits(expected ??= actual, actual, $"{path}, {threads} threads, {m} x {n} x {k}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Few_rows_times_many_columns_equal_the_same_rows_among_many(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (bool transposeB in s_both)
        {
            const int Columns = 2075;
            var test = new MatMulCase(20, Columns, 13) { TransposeB = transposeB };
            var all = test.Run();
            for (int rows = 1; rows <= 16; rows++)
                Close.AssertSameBits(all.AsSpan(2 * Columns, rows * Columns), test.Rows(2, rows), $"{path}, {rows} rows");
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void A_packed_matrix_gives_the_same_bits(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int m in new[] { 1, 5, 16, 40 })
        {
            foreach (var (n, k) in new[] { (1, 1), (50, 70), (33, 1100), (0, 5), (5, 0) })
            {
                foreach (bool transposeB in s_both)
                {
                    var test = new MatMulCase(m, n, k) { TransposeB = transposeB, WithBias = true, Gap = 2 };
                    Close.AssertSameBits(test.Run(), test.RunPacked(), $"{path} {m} x {n} x {k}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Blocks_larger_than_the_caches_are_cut_without_changing_the_result(KernelPath path)
    {
        if (path == KernelPath.Scalar || (path == KernelPath.V512 && KernelPaths.Widest != KernelPath.V512))
            return; // too slow there; the cuts are the same code
        using var scope = KernelPaths.Use(path);
        var test = new MatMulCase(20, 9000, 600);
        Close.AssertSameBits(test.RunPacked(), test.Run(), "wide");
        test = new MatMulCase(260, 40, 60_000) { TransposeA = true };
        Close.AssertSameBits(test.RunPacked(), test.Run(), "deep");
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Special_values_stay_in_their_row_and_column(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int m in new[] { 3, 23 })
        {
            foreach (float special in Inputs.Special)
            {
                var test = new MatMulCase(m, 21, 9);
                test.A[(1 * 9) + 4] = special;
                test.B[(7 * 21) + 20] = special;
                test.AssertEqualsReference();
            }
        }
    }
}

/// <summary>Reads the block depth of the current path.</summary>
internal struct BlockDepthAction : IProductAction
{
    public int BlockDepth;

    public void Run<V, TKernel>()
        where V : struct, ILanes<V>
        where TKernel : struct, IProductKernel => BlockDepth = TKernel.BlockDepth;
}
