using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Kernels;

/// <summary>Converts between float and bfloat16. The same bits for every length, position and path.</summary>
public static unsafe class Bf16Conversion
{
    /// <summary>y = x; exact, also for denormals; NaN keeps its bits.</summary>
    /// <param name="x">Any length.</param>
    /// <param name="y">As long as <paramref name="x"/>; must not overlap it.</param>
    /// <exception cref="ArgumentException">Different lengths, or memory that overlaps.</exception>
    public static void Widen(ReadOnlySpan<BFloat16> x, Span<float> y)
    {
        Check("bf16_widen", x.Length, y.Length, MemoryMarshal.AsBytes(x).Overlaps(MemoryMarshal.AsBytes(y)));
        fixed (BFloat16* source = x)
        fixed (float* target = y)
        {
            var kernel = new WidenKernel { Source = source, Target = target };
            Launch.Range(ref kernel, x.Length, Launch.ElementGrain);
        }
    }

    /// <summary>
    /// y = the bfloat16 nearest to x, ties to even. Magnitudes from 0x1.FFp127 on become infinite, denormals are rounded
    /// like all others (not flushed), NaN becomes a quiet NaN of the same sign.
    /// </summary>
    /// <param name="x">Any length.</param>
    /// <param name="y">As long as <paramref name="x"/>; must not overlap it.</param>
    /// <exception cref="ArgumentException">Different lengths, or memory that overlaps.</exception>
    public static void Round(ReadOnlySpan<float> x, Span<BFloat16> y)
    {
        Check("bf16_round", x.Length, y.Length, MemoryMarshal.AsBytes(x).Overlaps(MemoryMarshal.AsBytes(y)));
        fixed (float* source = x)
        fixed (BFloat16* target = y)
        {
            var kernel = new RoundKernel { Source = source, Target = target };
            Launch.Range(ref kernel, x.Length, Launch.ElementGrain);
        }
    }

    private static void Check(string operation, int expected, int found, bool overlap)
    {
        if (found != expected)
            throw new ArgumentException($"{operation}: expected a result of {expected}, got {found}");
        if (overlap)
            throw new ArgumentException($"{operation}: expected a result that does not overlap its operand");
    }

    private struct WidenKernel : IRangeKernel
    {
        public BFloat16* Source;
        public float* Target;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            long i = begin;
            for (; i <= end - V.Count; i += V.Count)
                V.Store(Target + i, Bf16Lanes.Load<V>(Source + i));
            if (i < end)
                V.StorePartial(Target + i, (int)(end - i), Bf16Lanes.LoadUpTo<V>(Source + i, end - i));
        }
    }

    private struct RoundKernel : IRangeKernel
    {
        public float* Source;
        public BFloat16* Target;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            long i = begin;
            for (; i <= end - V.Count; i += V.Count)
                Bf16Lanes.Store(Target + i, V.Load(Source + i));
            if (i < end)
                Bf16Lanes.StoreUpTo(Target + i, end - i, V.LoadPartial(Source + i, (int)(end - i)));
        }
    }
}
