using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>dx = dy f'(x); dx may be x or dy. Large outputs that are neither are written past the caches.</summary>
internal unsafe struct GradientKernel<TFunction> : IRangeKernel, IElementStep
    where TFunction : unmanaged, IUnaryFunction
{
    public float* X;
    public float* Dy;
    public float* Dx;
    public TFunction Function;
    public bool Stream { readonly get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly long ToAligned<V>(long i)
        where V : struct, ILanes<V> => Alignment.ElementsTo<V>(Dx + i);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V> => ElementLoop.Run<V, GradientKernel<TFunction>>(this, begin, end);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Prefetch(long i)
    {
        Kernels.Prefetch.Line(X + i);
        Kernels.Prefetch.Line(Dy + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void At<V, TReader>(long i, TReader reader)
        where V : struct, ILanes<V>
        where TReader : struct, IReader<V> => reader.Write(Dx + i, Function.ApplyGradient(reader.Read(X + i), reader.Read(Dy + i)), Stream);
}
