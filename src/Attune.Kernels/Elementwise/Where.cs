using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Choice between two arrays, element by element.</summary>
public static unsafe class Where
{
    /// <summary>y = a where the condition is not 0 (NaN counts as such), else b.</summary>
    /// <param name="condition">As many elements as <paramref name="y"/>.</param>
    /// <param name="a">As many elements as <paramref name="y"/>, or 1.</param>
    /// <param name="b">As many elements as <paramref name="y"/>, or 1.</param>
    /// <param name="y">Overwritten; may be any of the inputs.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap in part.</exception>
    public static void Select(ReadOnlySpan<float> condition, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
    {
        Expect.Length("where", "condition", y.Length, condition.Length);
        if (a.Length != 1)
            Expect.Length("where", "a", y.Length, a.Length);
        if (b.Length != 1)
            Expect.Length("where", "b", y.Length, b.Length);
        Expect.SameOrApart("where", "y", y, "condition", condition);
        CheckOverlap("a", a, y);
        CheckOverlap("b", b, y);
        fixed (float* pc = condition, pa = a, pb = b, py = y)
        {
            bool stream = py != pc && Streaming.Worthwhile(y.Length, py, pa, pb);
            var kernel = new Kernel { Condition = pc, A = pa, B = pb, Y = py, OneA = a.Length == 1, OneB = b.Length == 1, Stream = stream };
            Launch.Range(ref kernel, y.Length, Streaming.Grain(stream));
        }
    }

    /// <summary>An operand of as many elements may be the output; a single one that all of it needs may not.</summary>
    private static void CheckOverlap(string name, ReadOnlySpan<float> operand, ReadOnlySpan<float> y)
    {
        if (operand.Length == y.Length)
            Expect.SameOrApart("where", "y", y, name, operand);
        else
            Expect.Apart("where", "y", y, name, operand);
    }

    private struct Kernel : IRangeKernel, IElementStep
    {
        public float* Condition;
        public float* A;
        public float* B;
        public float* Y;
        public bool OneA;
        public bool OneB;
        public bool Stream { readonly get; set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly long ToAligned<V>(long i)
            where V : struct, ILanes<V> => Alignment.ElementsTo<V>(Y + i);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V> => ElementLoop.Run<V, Kernel>(this, begin, end);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Prefetch(long i)
        {
            Kernels.Prefetch.Line(Condition + i);
            Kernels.Prefetch.Line(A + i);
            Kernels.Prefetch.Line(B + i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V>
        {
            V a = OneA ? V.Create(*A) : reader.Read(A + i), b = OneB ? V.Create(*B) : reader.Read(B + i);
            reader.Write(Y + i, V.Select(V.Equal(reader.Read(Condition + i), V.Zero), b, a), Stream);
        }
    }
}
