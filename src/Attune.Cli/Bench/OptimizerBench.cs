using Attune.Kernels;

namespace Attune.Cli.Bench;

/// <summary><c>attune bench optimizer</c>: an update of 100 million parameters, against the best copy.</summary>
internal static class OptimizerBench
{
    private const int Parameters = 100_000_000;

    // Four arrays are read (parameters, gradients, two moments) and three written.
    private const long Bytes = 7L * sizeof(float) * Parameters;

    public static void Run(BenchReport report, int[] threads)
    {
        var parameters = MemoryBench.Filled((long)Parameters * sizeof(float));
        var gradients = MemoryBench.Filled((long)Parameters * sizeof(float));
        var first = MemoryBench.Filled((long)Parameters * sizeof(float));
        var second = MemoryBench.Filled((long)Parameters * sizeof(float));
        var settings = new AdamSettings(1e-4f, WeightDecay: 0.1f);
        long step = 0;
        foreach (int count in threads)
        {
            var sample = Sampling.Alternate(
                report,
                $"AdamW, {BenchThreads.Text(count)}",
                () => HardwareLimits.Copy(gradients.Span<float>(), second.Span<float>(), count),
                () =>
                {
                    using var workers = Workers.Use(count);
                    AdamUpdate.Step(parameters.Span<float>(), gradients.Span<float>(), first.Span<float>(), second.Span<float>(), settings, ++step);
                },
                1e-9 * Bytes);
            report.Add(new BenchRow("optimizer").With("type", "f32").With("work", "adamw").With("parameters", Parameters)
                .With("threads", count).With("gbps", sample));
        }
    }
}
