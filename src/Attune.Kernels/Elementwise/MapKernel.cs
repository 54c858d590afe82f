using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>When and how elementwise kernels write past the caches.</summary>
internal static class Streaming
{
    /// <summary>Outputs of at least so many bytes leave the caches before anybody could read them again.</summary>
    public const long FromBytes = 32L << 20;
}

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
            long head = Math.Min(count, Alignment.ElementsTo<V>(y));
            if (head > 0)
                V.StorePartial(y, (int)head, function.Apply(V.LoadPartial(x, (int)head)));
            for (i = head; i + V.Count <= count; i += V.Count)
                V.StoreNonTemporal(y + i, function.Apply(V.Load(x + i)));
        }
        else
        {
            for (; i + V.Count <= count; i += V.Count)
                V.Store(y + i, function.Apply(V.Load(x + i)));
        }

        if (i < count)
            V.StorePartial(y + i, (int)(count - i), function.Apply(V.LoadPartial(x + i, (int)(count - i))));
    }
}

/// <summary>Distances to aligned addresses.</summary>
internal static unsafe class Alignment
{
    /// <summary>Elements from <paramref name="pointer"/> to the next multiple of the vector's size: 0 to lanes - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ElementsTo<V>(float* pointer)
        where V : struct, ILanes<V> =>
        (long)((nuint)(-(nint)pointer) & (((nuint)V.Count * sizeof(float)) - 1)) / sizeof(float);
}
