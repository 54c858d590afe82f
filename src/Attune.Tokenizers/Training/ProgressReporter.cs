using System.Diagnostics;

namespace Attune.Tokenizers;

/// <summary>Reports one phase of a training: at most ten times a second, and once when it is done. Not thread-safe.</summary>
internal sealed class ProgressReporter(IProgress<TrainingProgress>? progress, string phase, string unit, long total)
{
    private const int Milliseconds = 100;

    private readonly long _begin = Stopwatch.GetTimestamp();
    private TimeSpan _next;

    /// <summary>Says how much is done, unless it was said a moment ago.</summary>
    public void Report(long done)
    {
        if (progress is null)
            return;
        var elapsed = Stopwatch.GetElapsedTime(_begin);
        if (elapsed < _next)
            return;
        _next = elapsed + TimeSpan.FromMilliseconds(Milliseconds);
        progress.Report(new TrainingProgress(phase, done, total, unit, elapsed));
    }

    /// <summary>Says that the phase has ended, with <paramref name="done"/> units.</summary>
    public void End(long done) => progress?.Report(new TrainingProgress(phase, done, done, unit, Stopwatch.GetElapsedTime(_begin)));
}
