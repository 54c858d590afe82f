namespace Attune.Kernels.Tests;

/// <summary>Products with bfloat16 factors.</summary>
public class MatMulBf16Tests
{
    private static readonly bool[] s_both = [false, true];

    /// <summary>Which of the two factors are bfloat16.</summary>
    private static readonly (bool A, bool B)[] s_factors = [(true, true), (true, false), (false, true)];

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Every_transposition_and_mix_of_types_equals_the_reference(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (var (m, n, k) in new[] { (1, 1, 1), (1, 45, 530), (2, 17, 7), (5, 3, 65), (16, 16, 4), (17, 33, 129), (26, 70, 1600) })
        {
            foreach (var (bf16A, bf16B) in s_factors)
            {
                foreach (bool transposeA in s_both)
                {
                    foreach (bool transposeB in s_both)
                    {
                        // Factors are exact, so the bound is that of single-precision sums.
                        new MatMulCase(m, n, k) { TransposeA = transposeA, TransposeB = transposeB, Bf16A = bf16A, Bf16B = bf16B, Gap = n % 2 }
                            .AssertEqualsReference();
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
            foreach (bool transposed in s_both)
            {
                new MatMulCase(length, 5, 9) { Bf16A = true, Bf16B = true, TransposeA = transposed }.AssertEqualsReference();
                new MatMulCase(20, length, 9) { Bf16A = true, Bf16B = true, TransposeB = transposed }.AssertEqualsReference();
                new MatMulCase(20, 5, length) { Bf16A = true, Bf16B = true, TransposeA = transposed }.AssertEqualsReference();
                new MatMulCase(3, length, 7) { Bf16A = true, Bf16B = true, TransposeB = transposed }.AssertEqualsReference();
                new MatMulCase(2, 9, length) { Bf16A = true, Bf16B = true, TransposeB = transposed }.AssertEqualsReference();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Without_emitted_code_the_bits_are_those_of_the_widened_factors(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (var (m, n, k) in new[] { (1, 40, 300), (7, 33, 21), (40, 50, 530) })
        {
            foreach (var (bf16A, bf16B) in s_factors)
            {
                if (bf16A && bf16B && EmittedKernels.InUse)
                    continue;
                foreach (bool transposeB in s_both)
                {
                    var half = new MatMulCase(m, n, k) { TransposeB = transposeB, Bf16A = bf16A, Bf16B = bf16B };
                    var wide = new MatMulCase(m, n, k) { TransposeB = transposeB };
                    half.A.CopyTo(wide.A, 0);
                    half.B.CopyTo(wide.B, 0);
                    Close.AssertSameBits(wide.Run(), half.Run(), $"{path} {m} x {n} x {k}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void A_row_alone_has_the_bits_it_has_among_others(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (bool transposeB in s_both)
        {
            const int n = 45;
            var test = new MatMulCase(103, n, 1100) { TransposeB = transposeB, Bf16A = true, Bf16B = true, WithBias = true, Activation = Activation.Silu };
            float[] all = test.Run();
            foreach (var (first, count) in new[] { (0, 1), (57, 1), (102, 1), (3, 7), (20, 12), (30, 13), (4, 16), (40, 40) })
                Close.AssertSameBits(all.AsSpan(first * n, count * n), test.Rows(first, count), $"{path} rows {first} + {count}");
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void The_number_of_threads_does_not_change_a_bit(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (var (m, n, k) in new[] { (130, 90, 70), (1, 500, 300), (12, 64, 600), (300, 33, 530) })
        {
            foreach (bool transposeB in s_both)
            {
                var test = new MatMulCase(m, n, k) { TransposeB = transposeB, Bf16A = true, Bf16B = true, WithBias = true, WithResidual = true };
                float[]? expected = null;
                foreach (int threads in Paths.Threads)
                {
                    using var workers = Workers.Use(threads);
                    float[] actual = test.Run();
                    Close.AssertSameBits(expected ??= actual, actual, $"{path}, {threads} threads, {m} x {n} x {k}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void A_packed_matrix_gives_the_same_bits(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int m in new[] { 1, 12, 40 })
        {
            foreach (var (n, k) in new[] { (1, 1), (50, 71), (33, 1700), (0, 5), (5, 0) })
            {
                foreach (bool transposeB in s_both)
                {
                    var test = new MatMulCase(m, n, k) { TransposeB = transposeB, Bf16A = true, Bf16B = true, WithBias = true, Gap = 2, Accumulate = true };
                    Close.AssertSameBits(test.Run(), test.RunPacked(), $"{path} {m} x {n} x {k}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void A_batch_equals_its_products_one_by_one_bitwise(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        const int count = 5, m = 20, n = 18, k = 33;
        BFloat16[] a = Half(Inputs.Normal(count * m * k, 1)), b = Half(Inputs.Normal(count * k * n, 2));
        foreach (bool shared in s_both)
        {
            int bStep = shared ? 0 : k * n;
            var actual = new float[count * m * n];
            MatMul.RunBatched(count, new(a, m, k), m * k, new(b, k, n), bStep, actual, n, m * n);
            var expected = new float[count * m * n];
            for (int i = 0; i < count; i++)
                MatMul.Run(new(a.AsSpan(i * m * k), m, k), new MatrixView(b.AsSpan(i * bStep), k, n), expected.AsSpan(i * m * n), n);
            Close.AssertSameBits(expected, actual, $"{path}");
        }
    }

    [Fact]
    public void Wrong_shapes_and_shared_memory_are_named()
    {
        var half = new BFloat16[20];
        var c = new float[20];
        Assert.Equal(
            "matmul: expected [5, 5] with row stride 5 in at least 25 elements, got 20",
            Assert.Throws<ArgumentException>(() => _ = new MatrixView(half, 5, 5)).Message);
        Assert.Equal(
            "matmul: expected as many columns of a as rows of b, got [2, 3] and [4, 5]",
            Assert.Throws<ArgumentException>(() => MatMul.Run(new(half, 2, 3), new MatrixView(half, 4, 5), c, 5)).Message);
        Assert.Equal(
            "matmul: expected c apart from a, b, bias and residual, got overlapping memory",
            Assert.Throws<ArgumentException>(() =>
                MatMul.Run(new(System.Runtime.InteropServices.MemoryMarshal.Cast<float, BFloat16>(c.AsSpan(9)), 2, 3), new MatrixView(half, 3, 5), c.AsSpan(0, 10), 5)).Message);
    }

    private static BFloat16[] Half(float[] values) => [.. values.Select(value => (BFloat16)value)];
}
