using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>What one step of stochastic gradient descent does.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Momentum">Share of the velocity that is kept; 0 needs no velocity.</param>
/// <param name="WeightDecay">WeightDecay p is added to the gradient.</param>
/// <param name="Nesterov">Looks ahead: steps by the gradient plus the momentum's share of the new velocity.</param>
/// <param name="GradientScale">Factor of the gradients: 1 over a loss scale, a clipping coefficient.</param>
public readonly record struct SgdSettings(
    float Rate, float Momentum = 0, float WeightDecay = 0, bool Nesterov = false, float GradientScale = 1);

/// <summary>
/// Gradient descent, one pass over memory, in place. With g = GradientScale gradient + WeightDecay p: without momentum
/// p = p - Rate g; with it v = Momentum v + g and p = p - Rate v, or p - Rate (g + Momentum v) with Nesterov.
/// Sutskever et al., On the importance of initialization and momentum in deep learning (2013).
/// </summary>
public static unsafe class SgdUpdate
{
    /// <summary>One step; the bits of each parameter depend on its own numbers and the settings alone.</summary>
    /// <param name="parameters">p, updated.</param>
    /// <param name="gradients">The gradient, read.</param>
    /// <param name="velocity">v, updated; zeros before the first step. Empty without momentum.</param>
    /// <param name="settings">Coefficients.</param>
    /// <exception cref="ArgumentException">Lengths differ, memory overlaps, Nesterov without momentum, or a coefficient makes no sense.</exception>
    public static void Step(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> velocity, in SgdSettings settings)
    {
        Check(settings, parameters.Length, velocity.Length);
        Expect.Length("sgd", "gradients", parameters.Length, gradients.Length);
        Expect.Apart<float, float>("sgd", "gradients", gradients, "parameters", parameters);
        Expect.Apart<float, float>("sgd", "velocity", velocity, "parameters", parameters);
        Expect.Apart<float, float>("sgd", "velocity", velocity, "gradients", gradients);
        fixed (float* p = parameters, g = gradients, v = velocity)
        {
            var kernel = new Kernel { P = p, G = g, Velocity = v, Settings = settings };
            Launch.Range(ref kernel, parameters.Length, Launch.ElementGrain);
        }
    }

    /// <summary>A NaN that got in here would be in every parameter after the step.</summary>
    internal static void Check(in SgdSettings settings, int parameters, int velocity)
    {
        Expect.Coefficient("sgd", "rate", settings.Rate);
        Expect.Coefficient("sgd", "momentum", settings.Momentum);
        Expect.Coefficient("sgd", "weight decay", settings.WeightDecay);
        if (!float.IsFinite(settings.GradientScale))
            throw new ArgumentException($"sgd: expected a finite gradient scale, got {settings.GradientScale}");
        if (settings.Nesterov && settings.Momentum == 0)
            throw new ArgumentException("sgd: expected a momentum with Nesterov, got 0");
        Expect.Length("sgd", "velocity", settings.Momentum == 0 ? 0 : parameters, velocity);
    }

    private struct Kernel : IRangeKernel
    {
        public float* P;
        public float* G;
        public float* Velocity;
        public SgdSettings Settings;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            V scale = V.Create(Settings.GradientScale), decay = V.Create(Settings.WeightDecay);
            V rate = V.Create(-Settings.Rate), momentum = V.Create(Settings.Momentum);
            bool hasMomentum = Settings.Momentum != 0, nesterov = Settings.Nesterov;
            for (long i = begin; i < end; i += V.Count)
            {
                long left = end - i;
                V p = V.LoadUpTo(P + i, left);
                V change = V.Fma(decay, p, scale * V.LoadUpTo(G + i, left));
                if (hasMomentum)
                {
                    V velocity = V.Fma(momentum, V.LoadUpTo(Velocity + i, left), change);
                    V.StoreUpTo(Velocity + i, left, velocity);
                    change = nesterov ? V.Fma(momentum, velocity, change) : velocity;
                }

                V.StoreUpTo(P + i, left, V.Fma(rate, change, p));
            }
        }
    }
}
