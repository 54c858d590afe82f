namespace Attune.Kernels;

/// <summary>Adam and AdamW in double precision.</summary>
public static class AdamUpdateReference
{
    /// <summary>One step; see <see cref="AdamUpdate.Step"/>.</summary>
    public static void Step(
        Span<double> parameters, ReadOnlySpan<double> gradients, Span<double> first, Span<double> second, in AdamSettings settings, long step)
    {
        AdamUpdate.Check(settings, step);
        for (int i = 0; i < parameters.Length; i++)
        {
            double p = parameters[i];
            double g = settings.GradientScale * gradients[i];
            if (!settings.Decoupled)
                g += settings.WeightDecay * p;
            first[i] = (settings.Beta1 * first[i]) + ((1.0 - settings.Beta1) * g);
            second[i] = (settings.Beta2 * second[i]) + ((1.0 - settings.Beta2) * g * g);
            double m = first[i] / (1 - Math.Pow(settings.Beta1, step));
            double v = second[i] / (1 - Math.Pow(settings.Beta2, step));
            double decay = settings.Decoupled ? settings.WeightDecay * p : 0;
            parameters[i] = p - (settings.Rate * ((m / (Math.Sqrt(v) + settings.Epsilon)) + decay));
        }
    }
}
