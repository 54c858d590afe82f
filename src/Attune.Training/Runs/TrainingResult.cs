namespace Attune.Training;

/// <summary>How a run ended.</summary>
/// <param name="IsComplete">True at the end of the recipe, or where validation stopped improving; false when it was cancelled and can go on.</param>
/// <param name="State">What the last checkpoint knows.</param>
/// <param name="Validation">Of the final model on the whole validation split; null without one, or when cancelled.</param>
public sealed record TrainingResult(bool IsComplete, CheckpointState State, Evaluation? Validation);
