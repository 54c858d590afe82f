using Attune.Kernels;

namespace Attune.Cli.Bench;

/// <summary><c>attune bench memory</c>: what the memory gives at most.</summary>
internal static class MemoryBench
{
    /// <summary>Far more than any cache.</summary>
    private const long Bytes = 1L << 30;

    public static void Run(BenchReport report, int[] threads)
    {
        var source = Filled(Bytes);
        var target = Filled(Bytes);
        foreach (int count in threads)
        {
            double read = Sampling.Repeat(report, $"read, {BenchThreads.Text(count)}", () => HardwareLimits.Read(source.Span<float>(), count));
            report.Add(Row("read", count, read));
            double copy = Sampling.Repeat(
                report, $"copy, {BenchThreads.Text(count)}", () => HardwareLimits.Copy(source.Span<float>(), target.Span<float>(), count));
            report.Add(Row("copy", count, copy));
        }

        foreach (int count in threads)
        {
            foreach (bool bf16 in (ReadOnlySpan<bool>)[false, true])
            {
                RowTimesMatrix(report, source, bf16, transposed: false, count);
                RowTimesMatrix(report, source, bf16, transposed: true, count);
            }
        }
    }

    /// <summary>One row [1, k] times a matrix [k, n] of 1 GiB: what decoding one token does with each weight.</summary>
    private static void RowTimesMatrix(BenchReport report, PinnedBuffer matrix, bool bf16, bool transposed, int threads)
    {
        const int K = 16384;
        int n = (int)(Bytes / (bf16 ? sizeof(ushort) : sizeof(float)) / K);
        var row = Filled(K * sizeof(float));
        var result = Filled(n * sizeof(float));
        MatrixView Stored(int rows, int columns) => bf16
            ? new MatrixView(matrix.Span<BFloat16>(), rows, columns)
            : new MatrixView(matrix.Span<float>(), rows, columns);
        string work = transposed ? "row x matrix^T" : "row x matrix";
        string type = bf16 ? "bf16" : "f32";
        var sample = Sampling.Alternate(
            report,
            $"{type} {work}, {BenchThreads.Text(threads)}",
            () => HardwareLimits.Read(matrix.Span<float>(), threads),
            () =>
            {
                using var workers = Workers.Use(threads);
                var right = transposed ? Stored(n, K).Transposed : Stored(K, n);
                MatMul.Run(new MatrixView(row.Span<float>(), 1, K), right, result.Span<float>(), n);
            },
            Bytes / 1e9);
        report.Add(new BenchRow("memory").With("type", type).With("work", work)
            .With("bytes", Bytes).With("threads", threads).With("gbps", sample));
    }

    /// <summary>
    /// A block whose pages are all present, of ordinary numbers whether read as floats or as bfloat16: denormal ones and NaN
    /// would cost some processors time of their own.
    /// </summary>
    public static PinnedBuffer Filled(long bytes)
    {
        var buffer = new PinnedBuffer(bytes);
        var halves = buffer.Span<BFloat16>();
        for (int i = 0; i < halves.Length; i++)
            halves[i] = (BFloat16)(((i / 2) & 1023) * 0.001f);
        return buffer;
    }

    private static BenchRow Row(string work, int threads, double rate) =>
        new BenchRow("memory").With("type", "f32").With("work", work).With("bytes", Bytes).With("threads", threads).With("gbps", rate);
}
