using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>What one step of Adam or AdamW does.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Epsilon">Added to the square root of the corrected second moment.</param>
/// <param name="WeightDecay">Coefficient of the weights.</param>
/// <param name="Decoupled">AdamW: the weights decay by Rate WeightDecay. Else Adam: WeightDecay p is added to the gradient.</param>
/// <param name="GradientScale">Factor of the gradients: 1 over a loss scale, a clipping coefficient.</param>
public readonly record struct AdamSettings(
    float Rate,
    float Beta1 = 0.9f,
    float Beta2 = 0.999f,
    float Epsilon = 1e-8f,
    float WeightDecay = 0,
    bool Decoupled = true,
    float GradientScale = 1);

/// <summary>
/// Adam and AdamW, one pass over memory, in place. With g = GradientScale gradient (+ WeightDecay p for Adam):
/// m = Beta1 m + (1 - Beta1) g; v = Beta2 v + (1 - Beta2) g^2;
/// p = p - Rate (m / (1 - Beta1^t) / (sqrt(v / (1 - Beta2^t)) + Epsilon) + WeightDecay p for AdamW).
/// Floats throughout, corrections in double. arXiv:1412.6980, arXiv:1711.05101.
/// </summary>
public static unsafe class AdamUpdate
{
    /// <summary>One step; the bits of each parameter depend on its own numbers and the settings alone.</summary>
    /// <param name="parameters">p, updated.</param>
    /// <param name="gradients">The gradient, read.</param>
    /// <param name="first">m, updated; zeros before the first step.</param>
    /// <param name="second">v, updated; zeros before the first step.</param>
    /// <param name="settings">Coefficients.</param>
    /// <param name="step">t, from 1 on.</param>
    /// <param name="rounded">Gets the updated p in bfloat16; empty where nobody wants it.</param>
    /// <exception cref="ArgumentException">Lengths differ, memory overlaps, the step is less than 1, or a coefficient makes no sense.</exception>
    public static void Step(
        Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, in AdamSettings settings, long step,
        Span<BFloat16> rounded = default)
    {
        Expect.Length("adam", "gradients", parameters.Length, gradients.Length);
        Expect.Length("adam", "first", parameters.Length, first.Length);
        Expect.Length("adam", "second", parameters.Length, second.Length);
        Expect.Apart<float, float>("adam", "gradients", gradients, "parameters", parameters);
        Expect.Apart<float, float>("adam", "first", first, "parameters", parameters);
        Expect.Apart<float, float>("adam", "second", second, "parameters", parameters);
        Expect.Apart<float, float>("adam", "first", first, "gradients", gradients);
        Expect.Apart<float, float>("adam", "second", second, "gradients", gradients);
        Expect.Apart<float, float>("adam", "second", second, "first", first);
        Expect.OptionalLength("adam", "rounded", parameters.Length, rounded.Length);
        Check(settings, step);

        double correction1 = 1 - Math.Pow(settings.Beta1, step);
        double correction2 = 1 - Math.Pow(settings.Beta2, step);
        fixed (float* p = parameters, g = gradients, m = first, v = second)
        fixed (BFloat16* halves = rounded)
        {
            var kernel = new Kernel
            {
                P = p,
                G = g,
                M = m,
                Second = v,
                Rounded = halves,
                Settings = settings,
                Rate = (float)(settings.Rate / correction1),
                InverseRoot = (float)(1 / Math.Sqrt(correction2)),
                Keep = settings.Decoupled ? (float)(1 - ((double)settings.Rate * settings.WeightDecay)) : 1,
                Coupled = settings.Decoupled ? 0 : settings.WeightDecay,
            };
            Launch.Range(ref kernel, parameters.Length, Launch.ElementGrain);
        }
    }

    /// <summary>A NaN that got in here would be in every parameter after the step.</summary>
    internal static void Check(in AdamSettings settings, long step)
    {
        Expect.Coefficient("adam", "rate", settings.Rate);
        Expect.Coefficient("adam", "epsilon", settings.Epsilon);
        Expect.Coefficient("adam", "weight decay", settings.WeightDecay);
        if (!(settings.Beta1 is >= 0 and < 1 && settings.Beta2 is >= 0 and < 1))
            throw new ArgumentException($"adam: expected beta1 and beta2 from 0 to below 1, got {settings.Beta1} and {settings.Beta2}");
        if (!float.IsFinite(settings.GradientScale))
            throw new ArgumentException($"adam: expected a finite gradient scale, got {settings.GradientScale}");
        if (step < 1)
            throw new ArgumentException($"adam: expected step of at least 1, got {step}");
    }

    private struct Kernel : IRangeKernel
    {
        public float* P;
        public float* G;
        public float* M;
        public float* Second;

        /// <summary>The parameters in bfloat16, or null.</summary>
        public BFloat16* Rounded;
        public AdamSettings Settings;

        /// <summary>Rate / (1 - Beta1^t).</summary>
        public float Rate;

        /// <summary>1 / sqrt(1 - Beta2^t).</summary>
        public float InverseRoot;

        /// <summary>What decoupled decay leaves of a weight.</summary>
        public float Keep;

        /// <summary>Decay that is added to the gradient.</summary>
        public float Coupled;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            var constants = new Constants<V>(in this);
            long i = begin;
            for (; i + V.Count <= end; i += V.Count)
            {
                V p = V.Load(P + i), m = V.Load(M + i), v = V.Load(Second + i);
                constants.Update(ref p, V.Load(G + i), ref m, ref v);
                V.Store(P + i, p);
                V.Store(M + i, m);
                V.Store(Second + i, v);
                if (Rounded != null)
                    Bf16Lanes.Store(Rounded + i, p);
            }

            int rest = (int)(end - i);
            if (rest > 0)
            {
                V p = V.LoadPartial(P + i, rest), m = V.LoadPartial(M + i, rest), v = V.LoadPartial(Second + i, rest);
                constants.Update(ref p, V.LoadPartial(G + i, rest), ref m, ref v);
                V.StorePartial(P + i, rest, p);
                V.StorePartial(M + i, rest, m);
                V.StorePartial(Second + i, rest, v);
                if (Rounded != null)
                    Bf16Lanes.StoreUpTo(Rounded + i, rest, p);
            }
        }
    }

    private readonly struct Constants<V>
        where V : struct, ILanes<V>
    {
        private readonly V _scale, _coupled, _beta1, _other1, _beta2, _other2, _inverseRoot, _epsilon, _rate, _keep;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Constants(in Kernel kernel)
        {
            _scale = V.Create(kernel.Settings.GradientScale);
            _coupled = V.Create(kernel.Coupled);
            _beta1 = V.Create(kernel.Settings.Beta1);
            _other1 = V.Create((float)(1 - (double)kernel.Settings.Beta1));
            _beta2 = V.Create(kernel.Settings.Beta2);
            _other2 = V.Create((float)(1 - (double)kernel.Settings.Beta2));
            _inverseRoot = V.Create(kernel.InverseRoot);
            _epsilon = V.Create(kernel.Settings.Epsilon);
            _rate = V.Create(kernel.Rate);
            _keep = V.Create(kernel.Keep);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update(ref V p, V gradient, ref V m, ref V v)
        {
            var g = V.Fma(_coupled, p, _scale * gradient);
            m = V.Fma(_beta1, m, _other1 * g);
            v = V.Fma(_beta2, v, _other2 * g * g);
            var change = _rate * m / V.Fma(V.Sqrt(v), _inverseRoot, _epsilon);
            p = V.Fma(p, _keep, -change);
        }
    }
}
