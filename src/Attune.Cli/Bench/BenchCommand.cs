using System.CommandLine;

namespace Attune.Cli.Bench;

/// <summary><c>attune bench</c>: measures kernels, and whole steps of models, against the limit of the hardware, both in the same run.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json")
        {
            Description = "Print one JSON object a line instead of a table.",
            Recursive = true,
        };
        var command = new Command("bench", "Measure kernels against the limit of this processor; without a name, all kernels.")
        {
            json,
            Peak(json),
            Memory(json),
            GemmBench.Create(json),
            AttentionBench.Create(json),
            Elementwise(json),
            Optimizer(json),
            TokenizerBench.Create(json),
            TrainBench.Create(json),
            DecodeBench.Create(json),
        };
        command.SetAction((arguments, cancellation) => BenchReport.RunAsync(
            arguments,
            json,
            report =>
            {
                PeakBench.Run(report, BenchThreads.Default);
                MemoryBench.Run(report, BenchThreads.Default);
                GemmBench.Run(report, BenchThreads.Default);
                AttentionBench.Run(report, BenchThreads.Default);
                ElementwiseBench.Run(report, BenchThreads.Default);
                OptimizerBench.Run(report, BenchThreads.Default);
            },
            cancellation));
        return command;
    }

    private static Command Peak(Option<bool> json) => Simple(
        "peak", "Arithmetic limits: fused multiply-add and bf16 dot products in registers.", json, PeakBench.Run);

    private static Command Memory(Option<bool> json) => Simple(
        "memory", "Memory limits: reading and copying blocks larger than the caches.", json, MemoryBench.Run);

    private static Command Elementwise(Option<bool> json) => Simple(
        "elementwise", "Activations, norms and softmax on 256 MiB, as a fraction of the best copy.", json, ElementwiseBench.Run);

    private static Command Optimizer(Option<bool> json) => Simple(
        "optimizer", "AdamW on 100 million parameters, as a fraction of the best copy.", json, OptimizerBench.Run);

    private static Command Simple(string name, string description, Option<bool> json, Action<BenchReport, int[]> run)
    {
        var threads = BenchThreads.Option();
        var command = new Command(name, description) { threads };
        command.SetAction((arguments, cancellation) => BenchReport.RunAsync(
            arguments,
            json,
            report => run(report, BenchThreads.Of(arguments, threads)),
            cancellation));
        return command;
    }
}
