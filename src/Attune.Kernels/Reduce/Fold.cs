using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>What is folded: a function of an element, of the same element of a second array, and of a number for each result.</summary>
internal interface IFoldMap
{
    static virtual bool ReadsOther => false;

    static virtual bool ReadsShift => false;

    static abstract V Apply<V>(V x, V other, V shift)
        where V : struct, ILanes<V>;
}

/// <summary>How elements are folded into one.</summary>
internal interface IFoldCombine
{
    static abstract bool IsSum { get; }

    static abstract float Identity { get; }

    static abstract V Combine<V>(V left, V right)
        where V : struct, ILanes<V>;
}

internal readonly struct SumOf : IFoldCombine
{
    public static bool IsSum => true;

    public static float Identity => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<V>(V left, V right)
        where V : struct, ILanes<V> => left + right;
}

/// <summary>The largest; NaN when any is NaN.</summary>
internal readonly struct MaximumOf : IFoldCombine
{
    public static bool IsSum => false;

    public static float Identity => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<V>(V left, V right)
        where V : struct, ILanes<V> => V.Select(V.IsNaN(left), left, V.Max(left, right));
}

internal readonly struct Itself : IFoldMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V other, V shift)
        where V : struct, ILanes<V> => x;
}

internal readonly struct Magnitude : IFoldMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V other, V shift)
        where V : struct, ILanes<V> => V.Abs(x);
}

internal readonly struct Square : IFoldMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V other, V shift)
        where V : struct, ILanes<V> => x * x;
}

/// <summary>(x - shift)^2.</summary>
internal readonly struct SquaredDeviation : IFoldMap
{
    public static bool ReadsShift => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V other, V shift)
        where V : struct, ILanes<V>
    {
        var deviation = x - shift;
        return deviation * deviation;
    }
}

/// <summary>e^(x - shift), for x at most shift.</summary>
internal readonly struct ShiftedExponential : IFoldMap
{
    public static bool ReadsShift => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V other, V shift)
        where V : struct, ILanes<V> => VectorMath.Exp(x - shift);
}

/// <summary>other (x - shift).</summary>
internal readonly struct ProductWithDeviation : IFoldMap
{
    public static bool ReadsOther => true;

    public static bool ReadsShift => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V other, V shift)
        where V : struct, ILanes<V> => other * (x - shift);
}

/// <summary>Folds the middle dimension of x [outer, n, inner] into y [outer, inner].</summary>
/// <remarks>
/// The order depends on n, inner being 1 or not, and the vector width. Along rows (inner 1): <see cref="RowSum"/> on pieces of 65,536
/// elements, added in order in double precision. Down columns: chunks of 256 rows, four rows at a time, added in order with
/// <see cref="CompensatedSum{V}"/>.
/// </remarks>
internal static unsafe class Fold
{
    /// <summary>Elements of a row that one part of a row fold takes.</summary>
    private const long RowPiece = 65_536;

    public static void Run<TMap, TCombine>(float* x, float* other, float* shift, float* y, long outer, long n, long inner)
        where TMap : struct, IFoldMap
        where TCombine : struct, IFoldCombine
    {
        if (inner == 1)
            Rows<TMap, TCombine>(x, other, shift, y, outer, n);
        else
            ColumnFold<TMap, TCombine>.Run(x, other, shift, y, outer, n, inner);
    }

    private static void Rows<TMap, TCombine>(float* x, float* other, float* shift, float* y, long rows, long n)
        where TMap : struct, IFoldMap
        where TCombine : struct, IFoldCombine
    {
        long pieces = Math.Max(1, (n + RowPiece - 1) / RowPiece);
        using var partials = Scratch.Rent(pieces > 1 ? rows * pieces * sizeof(double) : 0);
        var kernel = new RowFold<TMap, TCombine>
        {
            X = x,
            Other = other,
            Shift = shift,
            Y = y,
            Partials = pieces > 1 ? (double*)partials.Bytes : null,
            Pieces = pieces,
            Piece = RowPiece,
            N = n,
        };
        Launch.Range(ref kernel, rows * pieces, Launch.RowGrain(Math.Min(n, RowPiece)));
        for (long row = 0; row < rows && pieces > 1; row++)
        {
            double total = TCombine.Identity;
            for (long piece = 0; piece < pieces; piece++)
            {
                double partial = kernel.Partials[(row * pieces) + piece];
                total = TCombine.IsSum ? total + partial : Math.Max(total, partial);
            }

            y[row] = (float)total;
        }
    }
}

/// <summary>Folds rows, or pieces of rows into Partials.</summary>
internal unsafe struct RowFold<TMap, TCombine> : IRangeKernel
    where TMap : struct, IFoldMap
    where TCombine : struct, IFoldCombine
{
    public float* X;
    public float* Other;
    public float* Shift;
    public float* Y;
    public double* Partials;
    public long Pieces;
    public long Piece;
    public long N;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        for (long item = begin; item < end; item++)
        {
            long row = item / Pieces;
            long first = item % Pieces * Piece;
            long offset = (row * N) + first;
            long count = Math.Min(N - first, Piece);
            double result = TCombine.IsSum
                ? RowSum.Of<V, Term>(new Term { X = X + offset, Other = Other + offset, Shift = TMap.ReadsShift ? Shift[row] : 0 }, count)
                : RowMaximum.Of<V, TMap>(X + offset, count);
            if (Partials == null)
                Y[row] = (float)result;
            else
                Partials[item] = result;
        }
    }

    private struct Term : IRowTerm
    {
        public float* X;
        public float* Other;
        public float Shift;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V> =>
            TMap.Apply(reader.Read(X + i), TMap.ReadsOther ? reader.Read(Other + i) : V.Zero, TMap.ReadsShift ? V.Create(Shift) : V.Zero);
    }
}

/// <summary>The largest of a row.</summary>
internal static unsafe class RowMaximum
{
    /// <summary>The largest; NaN when any is NaN, -infinity when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Of<V, TMap>(float* x, long n)
        where V : struct, ILanes<V>
        where TMap : struct, IFoldMap
    {
        V a = V.Create(float.NegativeInfinity), b = a, c = a, d = a;
        V nan = V.Zero;
        long i = 0;
        for (; i <= n - (4 * V.Count); i += 4 * V.Count)
        {
            V p = V.Load(x + i), q = V.Load(x + i + V.Count), r = V.Load(x + i + (2 * V.Count)), s = V.Load(x + i + (3 * V.Count));
            nan = nan | V.IsNaN(p) | V.IsNaN(q) | V.IsNaN(r) | V.IsNaN(s);
            a = V.Max(a, TMap.Apply(p, p, V.Zero));
            b = V.Max(b, TMap.Apply(q, q, V.Zero));
            c = V.Max(c, TMap.Apply(r, r, V.Zero));
            d = V.Max(d, TMap.Apply(s, s, V.Zero));
        }

        for (; i < n; i += V.Count)
        {
            var p = V.LoadUpTo(x + i, n - i);
            nan |= V.IsNaN(p);
            p = TMap.Apply(p, p, V.Zero);
            a = V.Max(a, n - i >= V.Count ? p : V.Select(RowSum.FirstLanes<V>(n - i), p, V.Create(float.NegativeInfinity)));
        }

        return V.Any(nan) ? float.NaN : V.MaxAcross(V.Max(V.Max(a, b), V.Max(c, d)));
    }
}
