using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>A running sum whose rounding errors are summed beside it (TwoSum: D. Knuth, The Art of Computer Programming 2, 4.2.2).</summary>
internal struct CompensatedSum<V>
    where V : struct, ILanes<V>
{
    private V _sum;
    private V _error;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(V value)
    {
        var sum = _sum + value;
        var added = sum - _sum;
        _error += _sum - (sum - added) + (value - added);
        _sum = sum;
    }

    /// <summary>The sum; where it is infinite its error is NaN and counts for nothing.</summary>
    public readonly V Total
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Select(V.IsNaN(_error), _sum, _sum + _error);
    }
}

/// <summary>target[j] += sum over p of partials[p, j], p in order: how gradients of parameters leave their chunks of rows.</summary>
internal unsafe struct AddPartials : IRangeKernel
{
    public float* Partials;
    public long Count;
    public long Stride;
    public float* Target;

    /// <summary>Rows of a chunk whose contributions are summed before they are added to those of other chunks.</summary>
    public const int ChunkRows = 64;

    public static long Chunks(long rows) => (rows + ChunkRows - 1) / ChunkRows;

    public static void To(float* target, float* partials, long count, long stride, long columns)
    {
        var kernel = new AddPartials { Partials = partials, Count = count, Stride = stride, Target = target };
        Launch.Range(ref kernel, columns, 1024);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        for (long j = begin; j < end; j += V.Count)
        {
            var sum = default(CompensatedSum<V>);
            for (long p = 0; p < Count; p++)
                sum.Add(V.LoadUpTo(Partials + (p * Stride) + j, end - j));
            V.StoreUpTo(Target + j, end - j, V.LoadUpTo(Target + j, end - j) + sum.Total);
        }
    }
}
