namespace Attune.Kernels;

/// <summary>Gradient descent in double precision.</summary>
public static class SgdUpdateReference
{
    /// <summary>One step; see <see cref="SgdUpdate.Step"/>.</summary>
    public static void Step(Span<double> parameters, ReadOnlySpan<double> gradients, Span<double> velocity, in SgdSettings settings)
    {
        SgdUpdate.Check(settings, parameters.Length, velocity.Length);
        for (int i = 0; i < parameters.Length; i++)
        {
            double g = ((double)settings.GradientScale * gradients[i]) + (settings.WeightDecay * parameters[i]);
            double change = g;
            if (settings.Momentum != 0)
            {
                velocity[i] = (settings.Momentum * velocity[i]) + g;
                change = settings.Nesterov ? g + (settings.Momentum * velocity[i]) : velocity[i];
            }

            parameters[i] -= settings.Rate * change;
        }
    }
}
