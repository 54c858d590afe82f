using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>Bounds the size of a step. arXiv:1211.5063.</summary>
public static class GradientClipping
{
    /// <summary>The root of the sum of squares of all gradients; not finite when an element is not.</summary>
    public static double Norm(IReadOnlyList<Parameter> parameters)
    {
        double sum = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            var gradient = parameters[i].Value.Gradient;
            if (gradient.IsNone)
                continue;
            double norm = ParameterUpdates.Norm(gradient);
            sum += norm * norm;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>
    /// The factor that brings a norm down to <paramref name="limit"/>; 1 when it is below. The optimizer applies it while it reads the gradients, so
    /// clipping costs no pass over memory of its own.
    /// </summary>
    /// <param name="norm">Of all gradients together.</param>
    /// <param name="limit">0 for none.</param>
    public static double ByNorm(double norm, double limit) => limit > 0 && norm > limit ? limit / norm : 1;

    /// <summary>Cuts every element of every gradient to [-limit, limit], in place.</summary>
    public static void ByValue(IReadOnlyList<Parameter> parameters, double limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        for (int i = 0; i < parameters.Count; i++)
        {
            var gradient = parameters[i].Value.Gradient;
            if (gradient.IsNone)
                continue;
            using var _ = Tensors.Step.Begin();
            gradient.CopyFrom(gradient.Clamp(-limit, limit));
        }
    }

    /// <summary>The first parameter whose gradient is not finite; null when all are.</summary>
    public static Parameter? FirstNotFinite(IReadOnlyList<Parameter> parameters) =>
        parameters.FirstOrDefault(parameter => !parameter.Value.Gradient.IsNone && !double.IsFinite(ParameterUpdates.Norm(parameter.Value.Gradient)));
}
