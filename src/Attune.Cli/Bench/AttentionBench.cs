using System.CommandLine;
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
        length.AtLeast(1, 1 << 20);
        var heads = new Option<int?>("--heads") { Description = $"Heads (default: {Heads})." };
        heads.AtLeast(1, 256);
        var dim = new Option<int?>("--dim") { Description = $"Dimension of a head (default: {Dim})." };
        dim.AtLeast(1, Attention.MaxHeadDim);
        var causal = new Option<bool>("--causal")
        {
            Description = "Each query sees the keys up to its own; only that half is counted (default: true).",
            DefaultValueFactory = _ => true,
        };
        var threads = BenchThreads.Option();
        var command = new Command("attention", "Attention, forward and backward, as a fraction of the arithmetic peak.")
        {
            length, heads, dim, causal, threads,
        };
        command.SetAction((arguments, cancellation) => BenchReport.RunAsync(
            arguments,
            json,
            report =>
            {
                var problem = new Problem(
                    arguments.GetValue(length) ?? Length, arguments.GetValue(heads) ?? Heads, arguments.GetValue(dim) ?? Dim);
                foreach (int count in BenchThreads.Of(arguments, threads))
                    Run(report, problem, arguments.GetValue(causal), count);
            },
            cancellation));
        return command;
    }

    public static void Run(BenchReport report, int[] threads)
    {
        var problem = new Problem(Length, Heads, Dim);
        foreach (int count in threads)
            Run(report, problem, causal: true, count);
    }

    private static void Run(BenchReport report, Problem problem, bool causal, int threads)
    {
        string what = $"attention {problem.Length} x {problem.Heads} x {problem.Dim}, {BenchThreads.Text(threads)}";
        double work = 4e-9 * problem.Length * problem.Length * problem.Dim * problem.Heads * (causal ? 0.5 : 1);
        Scratch.ResetPeak();
        var forward = Sampling.Alternate(
            report, what + ", forward", () => Peak(threads), () => problem.Forward(causal, threads), work);
        long extraBytes = Scratch.PeakBytes;
        var backward = Sampling.Alternate(
            report, what + ", backward", () => Peak(threads), () => problem.Backward(causal, threads), BackwardWork * work);
        report.Add(new BenchRow("attention").With("type", "f32").With("length", problem.Length).With("heads", problem.Heads)
            .With("dim", problem.Dim).With("causal", causal).With("threads", threads).With("gflops", forward)
            .With("backward_gflops", backward.Rate).With("backward_of_peak", backward.Fraction).With("extra_bytes", extraBytes));
    }

    private static double Peak(int threads) => HardwareLimits.FusedMultiplyAdd(threads, Sampling.LimitDuration);

    /// <summary>One sequence with its operands and gradients, [length, heads, dim] each.</summary>
    private sealed class Problem(int length, int heads, int dim)
    {
        private readonly PinnedBuffer _query = Operand(length, heads, dim);
        private readonly PinnedBuffer _key = Operand(length, heads, dim);
        private readonly PinnedBuffer _value = Operand(length, heads, dim);
        private readonly PinnedBuffer _output = Operand(length, heads, dim);
        private readonly PinnedBuffer _outputGradient = Operand(length, heads, dim);
        private readonly PinnedBuffer _queryGradient = Operand(length, heads, dim);
        private readonly PinnedBuffer _keyGradient = Operand(length, heads, dim);
        private readonly PinnedBuffer _valueGradient = Operand(length, heads, dim);
        private readonly float[] _logSumExp = new float[length * heads];
        private readonly int[] _offsets = [0, length];

        public int Length => length;

        public int Heads => heads;

        public int Dim => dim;

        private AttentionShape Shape => new()
        {
            Heads = heads,
            KeyHeads = heads,
            HeadDim = dim,
            QueryOffsets = _offsets,
            KeyOffsets = _offsets,
            Scale = 1 / MathF.Sqrt(dim),
        };

        public void Forward(bool causal, int threads)
        {
            using var workers = Workers.Use(threads);
            if (causal)
                Forward<Causal>();
            else
                Forward<NoMask>();
        }

        public void Backward(bool causal, int threads)
        {
            using var workers = Workers.Use(threads);
            if (causal)
                Backward<Causal>();
            else
                Backward<NoMask>();
        }

        private static PinnedBuffer Operand(int length, int heads, int dim)
        {
            var buffer = new PinnedBuffer((long)length * heads * dim * sizeof(float));
            var random = new Random(1);
            foreach (ref float value in buffer.Span<float>())
                value = (random.NextSingle() - 0.5f) * 3;
            return buffer;
        }

        private HeadRows Rows(PinnedBuffer buffer) => HeadRows.Contiguous(buffer.Span<float>(), heads, dim);

        private void Forward<TMask>()
            where TMask : unmanaged, IAttentionMask =>
            Attention.Forward(
                Shape, Rows(_query), Rows(_key), Rows(_value), Rows(_output), _logSumExp, default(TMask), default(NoChange));

        private void Backward<TMask>()
            where TMask : unmanaged, IAttentionMask =>
            Attention.Backward(
                Shape, Rows(_query), Rows(_key), Rows(_value), Rows(_output), _logSumExp, Rows(_outputGradient),
                Rows(_queryGradient), Rows(_keyGradient), Rows(_valueGradient), default(TMask), default(NoChange));
    }
}
