using System.Globalization;
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
    // Sentences a second of a run's model, warmed up.
    case ["translate", var run, var file, .. var rest]:
        TranslationRate.Print(run, file, rest.Length == 0 ? 3 : int.Parse(rest[0], CultureInfo.InvariantCulture));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
