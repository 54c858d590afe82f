namespace Attune.Kernels.Tests;

public class MatMulBatchTests
{
    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void A_batch_equals_its_products_one_by_one_bitwise(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int count in new[] { 1, 2, 9 })
        {
            foreach (var (m, n, k) in new[] { (3, 5, 7), (20, 18, 33), (40, 1, 20) })
            {
                foreach (bool sharedA in new[] { false, true })
                {
                    foreach (bool sharedB in new[] { false, true })
                        AssertBatch(path, count, m, n, k, sharedA, sharedB);
                }
            }
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_batch()
    {
        const int Count = 12, M = 33, N = 20, K = 40;
        var (a, b) = (Inputs.Normal(Count * M * K, 1), Inputs.Normal(Count * K * N, 2));
        float[]? expected = null;
        foreach (int threads in Paths.Threads)
        {
            using var workers = Workers.Use(threads);
            var c = new float[Count * M * N];
            MatMul.RunBatched(Count, new(a, M, K), M * K, new(b, K, N), K * N, c, N, M * N);
            Close.AssertSameBits(expected ??= c, c, $"{threads} threads");
        }
    }

    private static void AssertBatch(KernelPath path, int count, int m, int n, int k, bool sharedA, bool sharedB)
    {
        var a = Inputs.Normal(count * m * k, 1);
        var b = Inputs.Normal(count * k * n, 2);
        var residual = Inputs.Normal(count * m * n, 3);
        var bias = Inputs.Normal(n, 4);
        int aStep = sharedA ? 0 : m * k, bStep = sharedB ? 0 : k * n;
        var actual = new float[count * m * n];
        MatMul.RunBatched(count, new(a, m, k), aStep, new(b, k, n), bStep, actual, n, m * n, new() { Bias = bias, Residual = residual, ResidualStride = n, ResidualBatchStride = m * n });

        var expected = new float[count * m * n];
        for (int i = 0; i < count; i++)
        {
            MatMul.Run(
                new(a.AsSpan(i * aStep), m, k),
                new MatrixView(b.AsSpan(i * bStep), k, n),
                expected.AsSpan(i * m * n),
                n,
                new() { Bias = bias, Residual = residual.AsSpan(i * m * n), ResidualStride = n });
        }

        Close.AssertSameBits(expected, actual, $"{path}: {count} of {m} x {n} x {k}");
    }
}
