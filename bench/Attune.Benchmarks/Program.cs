using Attune.Benchmarks;
using BenchmarkDotNet.Running;

switch (args)
{
    // What docs/transformer.md measures and draws.
    case ["scores"]:
        AttentionScores.Print();
        break;
    case ["layers"]:
        LayerTimes.Print();
        break;
    case ["pictures", var folder]:
        TransformerPictures.Save(folder);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
