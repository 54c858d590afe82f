using Attune.Kernels;

namespace Attune.Cli.Bench;

/// <summary><c>attune bench elementwise</c>: work that memory limits, against the best copy of the same arrays.</summary>
internal static class ElementwiseBench
{
    private const int Rows = 65536;
    private const int Columns = 1024;
    private const long Bytes = (long)Rows * Columns * sizeof(float);
    private const float Epsilon = 1e-5f;

    private delegate void Work(ReadOnlySpan<float> x, Span<float> y);

    public static void Run(BenchReport report, int[] threads)
    {
        var x = MemoryBench.Filled(Bytes);
        var y = MemoryBench.Filled(Bytes);
        var gain = new float[Columns];
        var bias = new float[Columns];
        gain.AsSpan().Fill(1.1f);
        foreach (int count in threads)
        {
            Measure(report, "gelu", count, x, y, Activations.GeluExact);
            Measure(report, "gelu_tanh", count, x, y, Activations.GeluTanh);
            Measure(report, "softmax", count, x, y, (from, to) => Softmax.Forward(from, to, Rows, Columns));
            Measure(report, "layer_norm", count, x, y, (from, to) => LayerNorm.Forward(from, gain, bias, to, Rows, Columns, Epsilon));
        }
    }

    private static void Measure(BenchReport report, string name, int threads, PinnedBuffer x, PinnedBuffer y, Work work)
    {
        var sample = Sampling.Alternate(
            report,
            $"{name}, {BenchThreads.Text(threads)}",
            () => HardwareLimits.Copy(x.Span<float>(), y.Span<float>(), threads),
            () =>
            {
                using var workers = Workers.Use(threads);
                work(x.Span<float>(), y.Span<float>());
            },
            2e-9 * Bytes);
        report.Add(new BenchRow("elementwise").With("type", "f32").With("work", name).With("bytes", 2 * Bytes)
            .With("threads", threads).With("gbps", sample));
    }
}
