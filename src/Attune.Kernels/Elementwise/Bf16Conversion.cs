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
            var kernel = new WidenKernel { Source = source, Target = target, Stream = (long)x.Length * sizeof(float) >= Streaming.FromBytes };
            Launch.Range(ref kernel, x.Length, Streaming.Grain(kernel.Stream));
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
            var kernel = new RoundKernel { Source = source, Target = target, Stream = (long)x.Length * sizeof(BFloat16) >= Streaming.FromBytes };
            Launch.Range(ref kernel, x.Length, Streaming.Grain(kernel.Stream));
        }
    }

    private static void Check(string operation, int expected, int found, bool overlap)
    {
        if (found != expected)
            throw new ArgumentException($"{operation}: expected a result of {expected}, got {found}");
        if (overlap)
            throw new ArgumentException($"{operation}: expected a result that does not overlap its operand");
    }

    private struct WidenKernel : IRangeKernel, IElementStep
    {
        public BFloat16* Source;
        public float* Target;

        public bool Stream { readonly get; set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V> => ElementLoop.Run<V, WidenKernel>(this, begin, end);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly long ToAligned<V>(long i)
            where V : struct, ILanes<V> => Alignment.ElementsTo<V>(Target + i);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Prefetch(long i) => Kernels.Prefetch.Line(Source + i);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V> => reader.Write(Target + i, reader.Read(Source + i), Stream);
    }

    private struct RoundKernel : IRangeKernel, IElementStep
    {
        public float* Source;
        public BFloat16* Target;

        public bool Stream { readonly get; set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V> => ElementLoop.Run<V, RoundKernel>(this, begin, end);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly long ToAligned<V>(long i)
            where V : struct, ILanes<V> => Alignment.ElementsTo<V>(Target + i);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Prefetch(long i) => Kernels.Prefetch.Line(Source + i);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V> => reader.Write(Target + i, reader.Read(Source + i), Stream);
    }
}
