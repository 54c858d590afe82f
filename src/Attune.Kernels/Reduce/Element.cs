using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>x.</summary>
internal readonly unsafe struct Element(float* x) : IRowTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V, TReader>(long i, TReader reader)
        where V : struct, ILanes<V>
        where TReader : struct, IReader<V> =>
        reader.Read(x + i);
}

/// <summary>x - shift and its square.</summary>
internal readonly unsafe struct ShiftedElement(float* x, float shift) : IRowTermPair
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(long i) => Kernels.Prefetch.Line(x + i + Kernels.Prefetch.Ahead);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V, TReader>(long i, TReader reader, out V second)
        where V : struct, ILanes<V>
        where TReader : struct, IReader<V>
    {
        var deviation = reader.Read(x + i) - V.Create(shift);
        second = deviation * deviation;
        return deviation;
    }
}
