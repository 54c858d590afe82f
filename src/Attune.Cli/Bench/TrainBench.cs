using System.CommandLine;
using System.Diagnostics;
using Attune.Kernels;
using Attune.Models;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Cli.Bench;

/// <summary>
/// <c>attune bench train</c>: whole training steps (forward, backward, clipping, AdamW) on random tokens. The arithmetic that is counted is 6 operations
/// a parameter and token, and of attention the causal half.
/// </summary>
internal static class TrainBench
{
    public static Command Create(Option<bool> json)
    {
        var model = BenchModels.Option();
        var batch = new Option<int?>("--batch") { Description = "Sequences of a step (default: as the model is trained)." };
        batch.Between(1, 4096);
        var length = new Option<int?>("--length") { Description = "Tokens of a sequence (default: as the model is trained)." };
        length.Between(1, 1024);
        var type = new Option<string>("--type") { Description = "f32 or bf16 (bf16 factors beside f32 weights).", DefaultValueFactory = _ => "f32" };
        type.OneOf("f32", "bf16");
        var threads = BenchThreads.Option();
        var command = new Command("train", "Training steps, as a fraction of the arithmetic peak.") { model, batch, length, type, threads };
        command.SetAction((arguments, cancellation) => BenchReport.RunAsync(
            arguments,
            json,
            report =>
            {
                string name = arguments.GetValue(model)!;
                var usual = BenchModels.Usual(name);
                var problem = new TrainProblem(
                    BenchModels.Create(name), arguments.GetValue(batch) ?? usual.Batch, arguments.GetValue(length) ?? usual.Length,
                    arguments.GetValue(type) == "bf16" ? DType.BF16 : DType.F32);
                foreach (int count in BenchThreads.Of(arguments, threads))
                    Run(report, name, problem, count);
            },
            cancellation));
        return command;
    }

    private static void Run(BenchReport report, string name, TrainProblem problem, int threads)
    {
        var sample = Sampling.Alternate(
            report,
            $"{name} {problem.Batch} x {problem.Length}, {BenchThreads.Text(threads)}",
            () => HardwareLimits.FusedMultiplyAdd(threads, Sampling.LimitDuration),
            () =>
            {
                using var workers = Workers.Use(threads);
                problem.Step();
            },
            problem.Work);
        using var process = Process.GetCurrentProcess();
        report.Add(new BenchRow("train").With("model", name).With("type", problem.Precision.Name()).With("batch", problem.Batch)
            .With("length", problem.Length).With("threads", threads)
            .With("tokens_per_second", sample.Rate / problem.Work * problem.Batch * problem.Length)
            .With("milliseconds", 1e3 * problem.Work / sample.Rate).With("gflops", sample)
            .With("peak_bytes", process.PeakWorkingSet64));
    }
}

/// <summary>A model, one batch of random tokens, and the state of the optimizer.</summary>
internal sealed class TrainProblem
{
    private const double LargestNorm = 1;

    private readonly LanguageModel _model;
    private readonly Tensor _ids;
    private readonly Tensor _labels;
    private readonly Tensor[] _weights;
    private readonly (Tensor First, Tensor Second)[] _moments;
    private readonly Pass _pass;
    private int _step;

    public TrainProblem(LanguageModel model, int batch, int length, DType precision)
    {
        if (length > model.ContextLength)
            throw new ArgumentException($"--length: expected at most {model.ContextLength} (the model's context), got {length}");
        _model = model;
        (Batch, Length, Precision) = (batch, length, precision);
        _ids = BenchModels.Tokens(model, batch * length, seed: 1);
        _labels = BenchModels.Tokens(model, batch * length, seed: 2);
        _weights = [.. model.Parameters.Select(parameter => parameter.Value)];
        _moments = [.. _weights.Select(weight => (Tensor.Zeros(weight.Shape).Keep(), Tensor.Zeros(weight.Shape).Keep()))];
        var lengths = new int[batch];
        Array.Fill(lengths, length);
        _pass = new Pass(Segments.Of(lengths)) { Precision = precision };
    }

    public int Batch { get; }

    public int Length { get; }

    public DType Precision { get; }

    /// <summary>Operations of a step in 1e9: 6 a parameter and token; attention's two products three times, half of them hidden by the mask.</summary>
    public double Work
    {
        get
        {
            var sizes = _model.Sizes;
            double attention = 3.0 * 4 * sizes.Layers * sizes.Heads * sizes.HeadDim * Length / 2;
            return 1e-9 * Batch * Length * ((6.0 * _model.ParameterCount) + attention);
        }
    }

    public void Step()
    {
        using var step = Tensors.Step.Begin();
        _model.Loss(_ids, _labels, _pass).Mean().Backward();

        double squares = 0;
        foreach (var weight in _weights)
            squares += Math.Pow(ParameterUpdates.Norm(weight.Gradient), 2);
        double scale = Math.Min(1, LargestNorm / Math.Sqrt(squares));
        _step++;
        for (int i = 0; i < _weights.Length; i++)
        {
            var settings = new AdamSettings(Rate: 1e-4f, WeightDecay: _weights[i].Rank > 1 ? 0.1f : 0, GradientScale: (float)scale);
            ParameterUpdates.Adam(_weights[i], _weights[i].Gradient, _moments[i].First, _moments[i].Second, settings, _step);
            _weights[i].ZeroGradient();
        }
    }
}
