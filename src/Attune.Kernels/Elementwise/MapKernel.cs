using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>y = f(x); y may be x. Large outputs are written past the caches.</summary>
internal unsafe struct MapKernel<TFunction> : IRangeKernel
    where TFunction : unmanaged, IUnaryFunction
{
    public float* X;
    public float* Y;
    public TFunction Function;
    public bool Stream;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        var function = Function;
        float* x = X + begin;
        float* y = Y + begin;
        long count = end - begin;
        long i = 0;
        if (Stream)
        {
            // A first step up to the alignment that these stores need; a lane's position does not change its bits.
            i = Math.Min(count, Alignment.ElementsTo<V>(y));
            if (i > 0)
                V.StorePartial(y, (int)i, function.Apply(V.LoadPartial(x, (int)i)));
            for (; i + V.Count <= count; i += V.Count)
                V.StoreNonTemporal(y + i, function.Apply(V.Load(x + i)));
        }
        else
        {
            for (; i + V.Count <= count; i += V.Count)
                V.Store(y + i, function.Apply(V.Load(x + i)));
        }

        int rest = (int)(count - i);
        if (rest > 0)
            V.StorePartial(y + i, rest, function.Apply(V.LoadPartial(x + i, rest)));
    }
}
