using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>dx = dy f'(x); dx may be x or dy. Large outputs that are neither are written past the caches.</summary>
internal unsafe struct GradientKernel<TFunction> : IRangeKernel
    where TFunction : unmanaged, IUnaryFunction
{
    public float* X;
    public float* Dy;
    public float* Dx;
    public TFunction Function;
    public bool Stream;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        var function = Function;
        float* x = X + begin;
        float* dy = Dy + begin;
        float* dx = Dx + begin;
        long count = end - begin;
        long i = 0;
        if (Stream)
        {
            i = Math.Min(count, Alignment.ElementsTo<V>(dx));
            if (i > 0)
                V.StorePartial(dx, (int)i, function.ApplyGradient(V.LoadPartial(x, (int)i), V.LoadPartial(dy, (int)i)));
            for (; i + V.Count <= count; i += V.Count)
                V.StoreNonTemporal(dx + i, function.ApplyGradient(V.Load(x + i), V.Load(dy + i)));
        }
        else
        {
            for (; i + V.Count <= count; i += V.Count)
                V.Store(dx + i, function.ApplyGradient(V.Load(x + i), V.Load(dy + i)));
        }

        int rest = (int)(count - i);
        if (rest > 0)
            V.StorePartial(dx + i, rest, function.ApplyGradient(V.LoadPartial(x + i, rest), V.LoadPartial(dy + i, rest)));
    }
}
