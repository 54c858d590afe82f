using System.CommandLine;
using Attune.Kernels;

namespace Attune.Cli.Bench;

/// <summary><c>attune bench gemm</c>: matrix products against the FMA peak measured beside them.</summary>
internal static class GemmBench
{
    /// <summary>A large square, and the products of a small GPT (768 rows, 128 wide).</summary>
    private static readonly (int M, int N, int K)[] s_shapes = [(2304, 2304, 2304), (768, 384, 128), (768, 512, 128), (768, 128, 512)];

    public static Command Create(Option<bool> json)
    {
        var m = Size("--m", "Rows of the result; without --m, --n and --k a large square and the products of a small GPT.");
        var n = Size("--n", "Columns of the result (default: --m).");
        var k = Size("--k", "Length of the sums (default: --m).");
        var threads = BenchThreads.Option();
        var command = new Command("gemm", "Matrix products, as a fraction of the arithmetic peak.") { m, n, k, threads };
        command.SetAction((arguments, cancellation) => BenchReport.RunAsync(
            arguments,
            json,
            report =>
            {
                int? rows = arguments.GetValue(m) ?? arguments.GetValue(n) ?? arguments.GetValue(k);
                if (rows is { } size)
                    Run(report, size, arguments.GetValue(n) ?? size, arguments.GetValue(k) ?? size, BenchThreads.Of(arguments, threads));
                else
                    Run(report, BenchThreads.Of(arguments, threads));
            },
            cancellation));
        return command;
    }

    public static void Run(BenchReport report, int[] threads)
    {
        foreach (var (m, n, k) in s_shapes)
            Run(report, m, n, k, threads);
    }

    private static void Run(BenchReport report, int m, int n, int k, int[] threads)
    {
        var a = MemoryBench.Filled((long)m * k * sizeof(float));
        var b = MemoryBench.Filled((long)k * n * sizeof(float));
        var c = MemoryBench.Filled((long)m * n * sizeof(float));
        foreach (int count in threads)
        {
            var sample = Sampling.Alternate(
                report,
                $"f32 product {m} x {n} x {k}, {BenchThreads.Text(count)}",
                () => HardwareLimits.FusedMultiplyAdd(count, Sampling.LimitDuration),
                () =>
                {
                    using var workers = Workers.Use(count);
                    MatMul.Run(new MatrixView(a.Span<float>(), m, k), new MatrixView(b.Span<float>(), k, n), c.Span<float>(), n);
                },
                2e-9 * m * n * k);
            report.Add(new BenchRow("gemm").With("type", "f32").With("m", m).With("n", n).With("k", k)
                .With("threads", count).With("gflops", sample));
        }
    }

    private static Option<int?> Size(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        option.AtLeast(1, 65536);
        return option;
    }
}
