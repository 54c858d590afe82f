namespace Attune.Tokenizers;

/// <summary>How far a training is, a few times a second, through <see cref="IProgress{T}"/>; the last report of a phase says that all is done.</summary>
/// <param name="Phase">What is being done, in words to be shown: "counting words", "merging pairs".</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is, in the same unit; 0 when it is not known beforehand.</param>
/// <param name="Unit">What <paramref name="Done"/> and <paramref name="Total"/> count: "bytes", "tokens".</param>
/// <param name="Elapsed">Time since the phase began.</param>
public sealed record TrainingProgress(string Phase, long Done, long Total, string Unit, TimeSpan Elapsed)
{
    /// <summary>Units per second since the phase began; 0 before any time went by.</summary>
    public double PerSecond => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;

    /// <summary>How long the rest of the phase takes at this rate; null where that cannot be said.</summary>
    public TimeSpan? Left => Total > 0 && Done > 0 ? Elapsed * (Math.Max(0, Total - Done) / (double)Done) : null;
}
