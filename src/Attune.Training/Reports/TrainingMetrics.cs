namespace Attune.Training;

/// <summary>What was measured at one logged step of a training run. Immutable.</summary>
public sealed record TrainingMetrics
{
    /// <summary>Updates of the parameters so far; the first is step 1.</summary>
    public required long Step { get; init; }

    /// <summary>Tokens seen so far.</summary>
    public required long Tokens { get; init; }

    /// <summary>Mean loss of the step's batch, in nats per token.</summary>
    public required double Loss { get; init; }

    /// <summary>Mean loss on the validation split, in nats per token; null where it was not measured at this step.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The learning rate of this step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Euclidean norm of all gradients together, before any clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Tokens a second since the entry before.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Operations a second as a share of the hardware's peak, 0 to 1; null where the peak is not known.</summary>
    public double? FractionOfPeak { get; init; }

    /// <summary>Memory in use, in bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Time spent training so far, in seconds, over all resumptions.</summary>
    public required double Seconds { get; init; }
}
