using System.CommandLine;
using Attune.Kernels;
using Attune.Models;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Cli.Bench;

/// <summary>
/// <c>attune bench decode</c>: one token after the other behind a cached prompt. Each token reads all weights that are factors once: the limit is the best
/// rate of reading.
/// </summary>
internal static class DecodeBench
{
    private const int Prompt = 32;
    private const int Tokens = 32;

    public static Command Create(Option<bool> json)
    {
        var model = BenchModels.Option();
        var threads = BenchThreads.Option();
        var command = new Command("decode", "Cached decoding of one sequence, as a fraction of the rate of reading.") { model, threads };
        command.SetAction((arguments, cancellation) => BenchReport.RunAsync(
            arguments,
            json,
            report =>
            {
                string name = arguments.GetValue(model)!;
                var problem = new DecodeProblem(BenchModels.Create(name));
                var memory = MemoryBench.Filled(1L << 30);
                foreach (int count in BenchThreads.Of(arguments, threads))
                    Run(report, name, problem, memory, count);
            },
            cancellation));
        return command;
    }

    private static void Run(BenchReport report, string name, DecodeProblem problem, PinnedBuffer memory, int threads)
    {
        double bytes = 1e-9 * problem.Bytes;
        var sample = Sampling.Alternate(
            report,
            $"decode {name}, {BenchThreads.Text(threads)}",
            () => HardwareLimits.Read(memory.Span<float>(), threads),
            () =>
            {
                using var workers = Workers.Use(threads);
                problem.Decode(Tokens);
            },
            bytes * Tokens);
        report.Add(new BenchRow("decode").With("model", name).With("type", "f32").With("threads", threads)
            .With("tokens_per_second", sample.Rate / bytes).With("bytes", problem.Bytes).With("gbps", sample));
    }

    /// <summary>A model and the cache of one sequence that begins with a prompt.</summary>
    private sealed class DecodeProblem
    {
        private readonly LanguageModel _model;
        private readonly KeyValueCache _cache;

        public DecodeProblem(LanguageModel model)
        {
            _model = model;
            _cache = model.NewCache(Prompt + Tokens);
            using var quiet = Tape.NoGradient();
            using var step = Step.Begin();
            _ = model.Hidden(BenchModels.Tokens(model, Prompt, seed: 1), PassOver(Prompt));
        }

        /// <summary>Of all parameters but tables of which a token takes only its row.</summary>
        public long Bytes => sizeof(float) * (_model.ParameterCount - ((long)_model.ContextLength * _model.Sizes.Channels));

        /// <summary>Appends the likeliest tokens to the prompt.</summary>
        public void Decode(int count)
        {
            using var quiet = Tape.NoGradient();
            _cache.Truncate(Prompt);
            int token = 0;
            for (int i = 0; i < count; i++)
            {
                using var step = Step.Begin();
                var hidden = _model.Hidden(Tensor.I32([token]), PassOver(1));
                token = _model.Logits(hidden).ArgMax(-1).ToArray<int>()[0];
            }
        }

        private Pass PassOver(int rows) => new(Segments.Continue([rows], [_cache.Length])) { Caches = [_cache] };
    }
}
