using Attune.Kernels;

namespace Attune.Cli.Bench;

/// <summary><c>attune bench peak</c>: what the arithmetic units give at most, and which kernels are used.</summary>
internal static class PeakBench
{
    public static void Run(BenchReport report, int[] threads)
    {
        foreach (int count in threads)
        {
            double rate = Sampling.Repeat(
                report, $"f32 peak, {BenchThreads.Text(count)}", () => HardwareLimits.FusedMultiplyAdd(count, Sampling.LimitDuration));
            report.Add(new BenchRow("peak").With("type", "f32").With("threads", count).With("gflops", rate));
        }

        if (HardwareLimits.Bf16DotProduct(Sampling.LimitDuration) is not null)
        {
            double rate = Sampling.Repeat(report, "bf16 peak, 1 thread", () => HardwareLimits.Bf16DotProduct(Sampling.LimitDuration)!.Value);
            report.Add(new BenchRow("peak").With("type", "bf16").With("threads", 1).With("gflops", rate));
        }

        string slower = EmittedKernels.Status.State is EmittedState.Available && !EmittedKernels.AreFaster
            ? " (slower than f32 on this processor, so not the default)" : "";
        report.Note("peak", $"emitted kernels: {EmittedKernels.Status}{slower}");
        report.Note("peak", $"kernel path: {PathName(KernelPaths.Current)}; widest vectors: {PathName(KernelPaths.Widest)}");
    }

    private static string PathName(KernelPath path) => path.ToString().ToLowerInvariant();
}
