using System.CommandLine;
using System.Diagnostics;
using Attune.Kernels;

namespace Attune.Cli.Bench;

/// <summary><c>attune bench attention</c>: attention forward and backward against the FMA peak measured beside them.</summary>
internal static class AttentionBench
{
    private const int Length = 4096;
    private const int Heads = 12;
    private const int Dim = 64;

    // Backward: the scores again, dP, dV, dQ and dK, five products where forward has two.
    private const double BackwardWork = 2.5;

    public static Command Create(Option<bool> json)
    {
        var length = new Option<int?>("--length") { Description = $"Queries and keys of the sequence (default: {Length})." };
        length.Between(1, 1 << 20);
        var heads = new Option<int?>("--heads") { Description = $"Heads (default: {Heads})." };
        heads.Between(1, 256);
        var dim = new Option<int?>("--dim") { Description = $"Dimension of a head (default: {Dim})." };
        dim.Between(1, Attention.MaxHeadDim);
        var causal = new Option<bool>("--causal")
        {
            Description = "Each query sees the keys up to its own; only that half is counted (default: true).",
            DefaultValueFactory = _ => true,
        };
        var plain = new Option<bool>("--plain")
        {
            Description = "Compare with the plain form instead: scores, softmax and output as three steps, on Attune's own kernels.",
        };
        var threads = BenchThreads.Option();
        var command = new Command("attention", "Attention, forward and backward, as a fraction of the arithmetic peak.")
        {
            length, heads, dim, causal, plain, threads,
        };
        command.SetAction((arguments, cancellation) => BenchReport.RunAsync(
            arguments,
            json,
            report =>
            {
                var problem = new AttentionProblem(
                    arguments.GetValue(length) ?? Length, arguments.GetValue(heads) ?? Heads, arguments.GetValue(dim) ?? Dim);
                foreach (int count in BenchThreads.Of(arguments, threads))
                {
                    if (arguments.GetValue(plain))
                        RunPlain(report, problem, arguments.GetValue(causal), count);
                    else
                        Run(report, problem, arguments.GetValue(causal), count);
                }
            },
            cancellation));
        return command;
    }

    public static void Run(BenchReport report, int[] threads)
    {
        var problem = new AttentionProblem(Length, Heads, Dim);
        foreach (int count in threads)
            Run(report, problem, causal: true, count);
    }

    private static void Run(BenchReport report, AttentionProblem problem, bool causal, int threads)
    {
        string what = What(problem, threads);
        double work = Work(problem, causal);
        Scratch.ResetPeak();
        var forward = Sampling.Alternate(
            report, what + ", forward", () => Peak(threads), () => problem.Forward(causal, threads), work);
        long extraBytes = Scratch.PeakBytes;
        var backward = Sampling.Alternate(
            report, what + ", backward", () => Peak(threads), () => problem.Backward(causal, threads), BackwardWork * work);
        report.Add(Row(problem, causal, threads).With("gflops", forward)
            .With("backward_gflops", backward.Rate).With("backward_of_peak", backward.Fraction).With("extra_bytes", extraBytes));
    }

    /// <summary>The plain form is the limit to beat: the field <c>speedup</c> is how many times faster the tiled kernel is.</summary>
    private static void RunPlain(BenchReport report, AttentionProblem problem, bool causal, int threads)
    {
        double work = Work(problem, causal);
        var scores = new PinnedBuffer((long)problem.Length * problem.Length * sizeof(float));
        double PlainRate()
        {
            long start = Stopwatch.GetTimestamp();
            problem.ForwardPlain(causal, threads, scores.Span<float>());
            return work / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        var sample = Sampling.Alternate(
            report, What(problem, threads) + ", tiled and plain", PlainRate, () => problem.Forward(causal, threads), work);
        report.Add(Row(problem, causal, threads).With("gflops", sample.Rate).With("plain_gflops", sample.Limit)
            .With("speedup", sample.Fraction).With("plain_bytes", scores.Bytes));
    }

    private static string What(AttentionProblem problem, int threads) =>
        $"attention {problem.Length} x {problem.Heads} x {problem.Dim}, {BenchThreads.Text(threads)}";

    /// <summary>Operations of the two products of the forward pass in 1e9; of the causal half only.</summary>
    private static double Work(AttentionProblem problem, bool causal) =>
        4e-9 * problem.Length * problem.Length * problem.Dim * problem.Heads * (causal ? 0.5 : 1);

    private static BenchRow Row(AttentionProblem problem, bool causal, int threads) => new BenchRow("attention")
        .With("type", "f32").With("length", problem.Length).With("heads", problem.Heads).With("dim", problem.Dim)
        .With("causal", causal).With("threads", threads);

    private static double Peak(int threads) => HardwareLimits.FusedMultiplyAdd(threads, Sampling.LimitDuration);
}
