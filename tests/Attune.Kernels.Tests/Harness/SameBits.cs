namespace Attune.Kernels.Tests;

/// <summary>The laws of determinism, for kernels whose outputs are computed row by row.</summary>
internal static class SameBits
{
    /// <summary>Runs <paramref name="compute"/> with 1, 2, 3 and 8 threads and asserts one result.</summary>
    public static void ForEveryThreadCount(Func<float[]> compute, string what)
    {
        float[]? first = null;
        foreach (int threads in Paths.Threads)
        {
            using var _ = Workers.Use(threads);
            var result = compute();
            first ??= result;
            Close.AssertSameBits(first, result, $"{what} on {threads} threads");
        }
    }

    /// <summary>
    /// Computes 4,096 rows, the first 7 of them, and single rows, and asserts that a row is the same wherever it is.
    /// </summary>
    /// <param name="compute">From the first row and the number of rows to their results.</param>
    /// <param name="width">Numbers that one row results in.</param>
    /// <param name="what">For the message.</param>
    public static void AloneAndInBatches(Func<int, int, float[]> compute, int width, string what)
    {
        const int Batch = 4096;
        var all = compute(0, Batch);
        Close.AssertSameBits(all.AsSpan(0, 7 * width), compute(0, 7), $"{what}, 7 rows");
        foreach (int row in (int[])[0, 5, 6, 63, 64, 1000, Batch - 1])
            Close.AssertSameBits(all.AsSpan(row * width, width), compute(row, 1), $"{what}, row {row} alone");
    }
}
