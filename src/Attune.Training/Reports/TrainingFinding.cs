namespace Attune.Training;

/// <summary>Something that looks wrong with a training run, in plain words.</summary>
/// <param name="Kind">Which rule found it.</param>
/// <param name="IsWarning">True for what spoils the run, false for what may be better.</param>
/// <param name="Title">What is wrong.</param>
/// <param name="Seen">The numbers that say so.</param>
/// <param name="Advice">What to try.</param>
/// <param name="Step">Where it shows, or the step to go back to; null where it is about the whole run.</param>
public sealed record TrainingFinding(FindingKind Kind, bool IsWarning, string Title, string Seen, string Advice, long? Step = null)
{
    /// <summary>All of it in one line.</summary>
    public override string ToString() => $"{Title}. {Seen} Try: {Advice}";
}

/// <summary>The classic failures that <see cref="TrainingDiagnosis"/> knows.</summary>
public enum FindingKind
{
    /// <summary>A loss or a gradient is infinite or not a number.</summary>
    NotFinite,

    /// <summary>The loss has not fallen.</summary>
    NotFalling,

    /// <summary>The validation loss rises while the training loss falls.</summary>
    Overfitting,

    /// <summary>Gradients have grown far beyond what they were.</summary>
    ExplodingGradients,

    /// <summary>Gradients have all but vanished while the loss is still high.</summary>
    VanishingGradients,

    /// <summary>The loss jumps up now and then.</summary>
    LossSpikes,

    /// <summary>The loss has risen for good.</summary>
    LearningRateTooHigh,

    /// <summary>The loss falls, as slowly as ever.</summary>
    LearningRateTooLow,

    /// <summary>Attention heads look at everything alike.</summary>
    UniformAttention,

    /// <summary>Feed-forward units that are never active.</summary>
    DeadUnits,
}
