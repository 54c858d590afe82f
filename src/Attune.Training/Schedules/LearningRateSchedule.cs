namespace Attune.Training;

/// <summary>The learning rate as a function of the step alone, so that a resumed run needs nothing but its step. Immutable, thread-safe.</summary>
public abstract class LearningRateSchedule
{
    /// <summary>The rate of a step.</summary>
    /// <param name="step">From 1 on.</param>
    public abstract double RateAt(long step);

    private protected static void CheckRate(double rate, string name)
    {
        if (!(rate >= 0 && double.IsFinite(rate)))
            throw new ArgumentException($"{name}: expected a rate of at least 0, found {rate}");
    }
}

/// <summary>One rate for all steps.</summary>
/// <param name="rate">The rate.</param>
public sealed class ConstantSchedule(double rate) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double RateAt(long step) => rate;
}

/// <summary>
/// Linear from rate / (steps + 1) up to the rate of another schedule, which then goes on as if it had begun at step 1: step k of the warm-up has k / (steps + 1)
/// of the following schedule's rate at that step.
/// </summary>
/// <param name="steps">Steps of the warm-up; 0 for none.</param>
/// <param name="then">What follows.</param>
public sealed class WarmUp(long steps, LearningRateSchedule then) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double RateAt(long step) => step <= steps ? then.RateAt(steps + 1) * step / (steps + 1) : then.RateAt(step);
}

/// <summary>
/// Half a cosine from the peak down to the last rate. arXiv:1608.03983, equation 5 without restarts.
/// </summary>
/// <param name="peak">The rate at the first step behind the warm-up.</param>
/// <param name="last">The rate at the last step and all that follow.</param>
/// <param name="steps">Steps of the whole run.</param>
/// <param name="warmUpSteps">Steps before the fall begins.</param>
public sealed class CosineSchedule(double peak, double last, long steps, long warmUpSteps = 0) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double RateAt(long step) => last + ((peak - last) * 0.5 * (1 + Math.Cos(Math.PI * Progress.Of(step, steps, warmUpSteps))));
}

/// <summary>A straight line from the peak down to the last rate.</summary>
/// <param name="peak">The rate at the first step behind the warm-up.</param>
/// <param name="last">The rate at the last step and all that follow.</param>
/// <param name="steps">Steps of the whole run.</param>
/// <param name="warmUpSteps">Steps before the fall begins.</param>
public sealed class LinearSchedule(double peak, double last, long steps, long warmUpSteps = 0) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double RateAt(long step) => peak + ((last - peak) * Progress.Of(step, steps, warmUpSteps));
}

/// <summary>
/// The schedule of the 2017 Transformer, its height given as the peak: rises linearly over the warm-up, then falls with the inverse root of the step. With the
/// peak width^-0.5 warmUpSteps^-0.5 it is equation 3 of arXiv:1706.03762.
/// </summary>
/// <param name="peak">The rate at step <paramref name="warmUpSteps"/>.</param>
/// <param name="warmUpSteps">At least 1.</param>
public sealed class InverseSquareRootSchedule(double peak, long warmUpSteps) : LearningRateSchedule
{
    /// <summary>The paper's peak for a width: 4,000 steps of warm-up at a width of 512 make it 7.0e-4.</summary>
    public static double PaperPeak(int width, long warmUpSteps) => 1 / Math.Sqrt((double)width * warmUpSteps);

    /// <inheritdoc/>
    public override double RateAt(long step) => peak * Math.Min((double)step / warmUpSteps, Math.Sqrt((double)warmUpSteps / step));
}

/// <summary>Times a factor after every so many steps.</summary>
/// <param name="rate">The first rate.</param>
/// <param name="every">Steps between changes.</param>
/// <param name="factor">Of each change.</param>
public sealed class StepSchedule(double rate, long every, double factor) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double RateAt(long step) => rate * Math.Pow(factor, (step - 1) / every);
}

/// <summary>Warm-up, stable, decay: the peak until the last share of the run, then a straight line down. arXiv:2404.06395, section 4.</summary>
/// <param name="peak">The rate of the stable part.</param>
/// <param name="last">The rate at the last step.</param>
/// <param name="steps">Steps of the whole run.</param>
/// <param name="decayShare">Share of the run that decays.</param>
public sealed class WarmUpStableDecaySchedule(double peak, double last, long steps, double decayShare = 0.1) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double RateAt(long step) => peak + ((last - peak) * Progress.Of(step, steps, (long)(steps * (1 - decayShare))));
}

/// <summary>How far a run is.</summary>
internal static class Progress
{
    /// <summary>0 at the first step behind <paramref name="start"/>, 1 at the last step.</summary>
    public static double Of(long step, long steps, long start) =>
        Math.Clamp((step - start - 1) / (double)Math.Max(1, steps - start - 1), 0, 1);
}
