using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>y = f(x); y may be x. Large outputs are written past the caches.</summary>
internal unsafe struct MapKernel<TFunction> : IRangeKernel, IElementStep
    where TFunction : unmanaged, IUnaryFunction
{
    public float* X;
    public float* Y;
    public TFunction Function;
    public bool Stream { readonly get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly long ToAligned<V>(long i)
        where V : struct, ILanes<V> => Alignment.ElementsTo<V>(Y + i);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V> => ElementLoop.Run<V, MapKernel<TFunction>>(this, begin, end);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Prefetch(long i) => Kernels.Prefetch.Line(X + i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void At<V, TReader>(long i, TReader reader)
        where V : struct, ILanes<V>
        where TReader : struct, IReader<V> => reader.Write(Y + i, Function.Apply(reader.Read(X + i)), Stream);
}
