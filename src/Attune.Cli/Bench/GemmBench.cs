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
        var type = new Option<string>("--type") { Description = "f32 or bf16 (bf16 factors, f32 result).", DefaultValueFactory = _ => "f32" };
        type.OneOf("f32", "bf16");
        var packed = new Option<bool>("--packed") { Description = "Pack the right factor beforehand, as weights can be." };
        var threads = BenchThreads.Option();
        var command = new Command("gemm", "Matrix products, as a fraction of the arithmetic peak.") { type, m, n, k, packed, threads };
        command.SetAction((arguments, cancellation) => BenchReport.RunAsync(
            arguments,
            json,
            report =>
            {
                bool bf16 = arguments.GetValue(type) == "bf16", pack = arguments.GetValue(packed);
                int? rows = arguments.GetValue(m) ?? arguments.GetValue(n) ?? arguments.GetValue(k);
                if (rows is { } size)
                    Run(report, bf16, pack, size, arguments.GetValue(n) ?? size, arguments.GetValue(k) ?? size, BenchThreads.Of(arguments, threads));
                else
                    Run(report, bf16, pack, BenchThreads.Of(arguments, threads));
            },
            cancellation));
        return command;
    }

    public static void Run(BenchReport report, int[] threads)
    {
        Run(report, bf16: false, pack: false, threads);
        Run(report, bf16: true, pack: false, 2304, 2304, 2304, threads);
    }

    private static void Run(BenchReport report, bool bf16, bool pack, int[] threads)
    {
        foreach (var (m, n, k) in s_shapes)
            Run(report, bf16, pack, m, n, k, threads);
    }

    private static void Run(BenchReport report, bool bf16, bool pack, int m, int n, int k, int[] threads)
    {
        string type = bf16 ? "bf16" : "f32";
        var a = MemoryBench.Filled((long)m * k * sizeof(float));
        var b = MemoryBench.Filled((long)k * n * sizeof(float));
        var c = MemoryBench.Filled((long)m * n * sizeof(float));
        if (bf16)
        {
            // The same numbers in half of the block.
            Bf16Conversion.Round(a.Span<float>().ToArray(), a.Span<BFloat16>(0, m * k));
            Bf16Conversion.Round(b.Span<float>().ToArray(), b.Span<BFloat16>(0, k * n));
        }

        MatrixView View(PinnedBuffer buffer, int rows, int columns) => bf16
            ? new MatrixView(buffer.Span<BFloat16>(0, rows * columns), rows, columns)
            : new MatrixView(buffer.Span<float>(), rows, columns);

        var right = pack ? PackedMatrix.Pack(View(b, k, n)) : null;
        foreach (int count in threads)
        {
            var sample = Sampling.Alternate(
                report,
                $"{type} product {m} x {n} x {k}, {BenchThreads.Text(count)}",
                () => Peak(bf16, count),
                () =>
                {
                    using var workers = Workers.Use(count);
                    if (right is not null)
                        MatMul.Run(View(a, m, k), right, c.Span<float>(), n);
                    else
                        MatMul.Run(View(a, m, k), View(b, k, n), c.Span<float>(), n);
                },
                2e-9 * m * n * k);
            report.Add(new BenchRow("gemm").With("type", type).With("m", m).With("n", n).With("k", k).With("packed", pack)
                .With("threads", count).With("gflops", sample));
        }
    }

    /// <summary>The bf16 peak where its instructions are in use; else bf16 is widened, and the limit is that of f32.</summary>
    private static double Peak(bool bf16, int threads) =>
        (bf16 && KernelPaths.Current == KernelPath.Emitted ? HardwareLimits.Bf16DotProduct(Sampling.LimitDuration) * threads : null)
        ?? HardwareLimits.FusedMultiplyAdd(threads, Sampling.LimitDuration);

    private static Option<int?> Size(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Between(1, 65536);
        return option;
    }
}
