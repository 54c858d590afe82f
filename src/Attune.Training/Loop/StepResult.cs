namespace Attune.Training;

/// <summary>What one step of the optimizer did.</summary>
/// <param name="Step">Its number, from 1 on.</param>
/// <param name="Loss">Mean cross-entropy of its tokens before the step, in nats, without label smoothing where that is off.</param>
/// <param name="GradientNorm">Of all gradients together, before clipping.</param>
/// <param name="LearningRate">What it stepped with.</param>
/// <param name="Tokens">Labels it learned from.</param>
/// <param name="Operations">Of its forward and backward passes; see <see cref="Models.ModelCosts"/>.</param>
public readonly record struct StepResult(long Step, double Loss, double GradientNorm, double LearningRate, int Tokens, double Operations);
