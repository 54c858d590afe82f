using Attune.Formats.Tests;

namespace Attune.Training.Tests;

/// <summary>Runs that end within a blink.</summary>
internal static class Tiny
{
    public static Recipe Recipe { get; } = new()
    {
        Layers = 1,
        Heads = 2,
        Width = 16,
        ContextLength = 8,
        BatchSize = 2,
        Accumulation = 2,
        Dropout = 0.1,
        Steps = 12,
        WarmupSteps = 2,
        Tokenizer = "characters",
        EvaluateEvery = 3,
        SampleEvery = 4,
        SampleTokens = 4,
        SaveEvery = 5,
    };

    /// <summary>A file with a text of some letters.</summary>
    public static string Text(TemporaryFolder folder, string name = "a.txt", int repeats = 60)
    {
        File.WriteAllText(folder.File(name), string.Concat(Enumerable.Repeat("the cat sat on the mat. ", repeats)));
        return folder.File(name);
    }

    public static byte[] ModelOf(string run) => File.ReadAllBytes(Path.Combine(run, "model.safetensors"));

    /// <summary>Writes down what it is told.</summary>
    public sealed class Listener : ITrainingObserver
    {
        public List<string> Notes { get; } = [];

        public List<string> Prepared { get; } = [];

        public List<TrainingFinding> Findings { get; } = [];

        public void Noticed(string what) => Notes.Add(what);

        public void Preparing(string what, long done, long total) => Prepared.Add(what);

        public void Found(TrainingFinding finding) => Findings.Add(finding);
    }
}
