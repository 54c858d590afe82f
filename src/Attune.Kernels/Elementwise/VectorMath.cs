using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Transcendental functions on vectors of any width, made of correctly rounded operations only: every lane of every
/// width gives the same bits. Bounds are in units of the last place (ulp) of the result; results below the normal range
/// underflow gradually unless a summary says otherwise. NaN gives NaN.
/// </summary>
/// <remarks>Polynomials: <c>tools/minimax.py</c>. Range reductions: J.-M. Muller, Elementary Functions, chapter 11.</remarks>
internal static partial class VectorMath
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private const float Log2E = 1.44269502f;

    // ln 2 in two parts; the first has 17 bits, so that its product with an exponent is exact.
    private const float Ln2High = 0.693145752f;
    private const float Ln2Low = 1.42860677e-06f;

    // Adding it rounds to a whole number, which the low bits of the sum then hold; shifted left by 23 the rest is gone.
    private const float Rounder = 12582912f;
    private const int RounderBits = 0x4B400000;

    private const int One = 0x3F800000;

    /// <summary>2^64.</summary>
    public const float Scale64 = 18446744073709551616f;
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>e^x for every x; at most 1 ulp, infinity above 88.72284, 0 below -103.98.</summary>
    [MethodImpl(Inline)]
    public static V Exp<V>(V x)
        where V : struct, ILanes<V>
    {
        x = V.Min(V.Create(89f), V.Max(V.Create(-104f), x));
        var shifted = V.Fma(x, V.Create(Log2E), V.Create(Rounder));
        var n = shifted - V.Create(Rounder);
        return ScaleByPowerOfTwo(ExpMinusOneReduced(ReduceByLn2(x, n)) + V.Create(1f), V.SubtractBits(shifted, V.CreateBits(RounderBits)));
    }

    /// <summary>e^x for x at most 0 (not checked); the bits of <see cref="Exp"/>, in fewer instructions.</summary>
    [MethodImpl(Inline)]
    public static V ExpNonPositive<V>(V x)
        where V : struct, ILanes<V> => ExpNonPositiveScaled(V.Max(V.Create(-104f), x)) * V.Create(1 / Scale64);

    /// <summary>
    /// 2^64 e^x for x from -131 to 0 (not checked): normal where e^x itself is not, which saves a fraction of two such numbers
    /// from losing digits.
    /// </summary>
    [MethodImpl(Inline)]
    public static V ExpNonPositiveScaled<V>(V x)
        where V : struct, ILanes<V>
    {
        var shifted = V.Fma(x, V.Create(Log2E), V.Create(Rounder));
        var power = ExpMinusOneReduced(ReduceByLn2(x, shifted - V.Create(Rounder))) + V.Create(1f);
        return power * V.AddBits(V.ShiftLeftBits(shifted, 23), V.CreateBits(One + (64 << 23)));
    }

    /// <summary>2^x for every x; at most 1 ulp, infinity from 128, 0 below -150.</summary>
    [MethodImpl(Inline)]
    public static V Exp2<V>(V x)
        where V : struct, ILanes<V>
    {
        x = V.Min(V.Create(129f), V.Max(V.Create(-151f), x));
        var shifted = x + V.Create(Rounder);
        return ScaleByPowerOfTwo(Exp2Reduced(x - (shifted - V.Create(Rounder))), V.SubtractBits(shifted, V.CreateBits(RounderBits)));
    }

    /// <summary>2^x for x below 127; at most 1 ulp, but 0 where x is less than -126.5. The cheapest exponential: for softmax.</summary>
    [MethodImpl(Inline)]
    public static V Exp2Flushed<V>(V x)
        where V : struct, ILanes<V>
    {
        x = V.Max(V.Create(-127f), x);
        var shifted = x + V.Create(Rounder);
        var power = Exp2Reduced(x - (shifted - V.Create(Rounder)));
        return power * V.AddBits(V.ShiftLeftBits(shifted, 23), V.CreateBits(One));
    }

    /// <summary>e^x for x at most 88; at most 1 ulp, but 0 where x is less than -87.68.</summary>
    [MethodImpl(Inline)]
    public static V ExpFlushed<V>(V x)
        where V : struct, ILanes<V>
    {
        x = V.Max(V.Create(-88f), x);
        var shifted = V.Fma(x, V.Create(Log2E), V.Create(Rounder));
        var power = ExpMinusOneReduced(ReduceByLn2(x, shifted - V.Create(Rounder))) + V.Create(1f);
        return power * V.AddBits(V.ShiftLeftBits(shifted, 23), V.CreateBits(One));
    }

    /// <summary>The natural logarithm; at most 1.5 ulp. -infinity at 0, NaN below it.</summary>
    [MethodImpl(Inline)]
    public static V Log<V>(V x)
        where V : struct, ILanes<V>
    {
        var f = MantissaMinusOne(x, out var e);
        var result = V.Fma(e, V.Create(Ln2High), f + LogRest(f, e));
        result = V.Select(V.LessThan(x, V.Create(float.PositiveInfinity)), result, x);
        var outside = V.Select(V.Equal(x, V.Zero), V.Create(float.NegativeInfinity), V.Create(float.NaN));
        return V.Select(V.LessThanOrEqual(x, V.Zero), outside, result);
    }

    /// <summary>x^p for x above 0 and finite (not checked); at most 2 + |p| / 8 ulp.</summary>
    [MethodImpl(Inline)]
    public static V PowerOfPositive<V>(V x, V p)
        where V : struct, ILanes<V>
    {
        // log x and p log x each as a sum of two floats, since the exponential multiplies an error by up to 100.
        var f = MantissaMinusOne(x, out var e);
        var whole = e * V.Create(Ln2High);
        var leading = whole + f;
        var curved = LogRest(f, e);
        var log = leading + curved;
        var logRest = (f - (leading - whole)) + (curved - (log - leading));
        var product = p * log;
        var rest = V.Fma(p, log, -product) + (p * logRest);

        var clamped = V.Min(V.Create(89f), V.Max(V.Create(-104f), product));
        rest = V.Equal(clamped, product) & rest;
        var shifted = V.Fma(clamped, V.Create(Log2E), V.Create(Rounder));
        var r = ReduceByLn2(clamped, shifted - V.Create(Rounder)) + rest;
        var power = ScaleByPowerOfTwo(ExpMinusOneReduced(r) + V.Create(1f), V.SubtractBits(shifted, V.CreateBits(RounderBits)));
        return V.Select(V.IsNaN(x), x, power);
    }

    /// <summary>log(1 + x) for x from 0 to 1 (not checked); at most 1.5 ulp, small x included.</summary>
    [MethodImpl(Inline)]
    public static V LogOnePlus<V>(V x)
        where V : struct, ILanes<V>
    {
        // From sqrt(2) - 1 on as log(2) + log(1 + (x - 1) / 2), where the halved difference is exact or nearly so.
        var large = V.LessThan(V.Create(0.414213562f), x);
        var f = V.Select(large, V.Fma(x, V.Create(0.5f), V.Create(-0.5f)), x);
        var e = large & V.Create(1f);
        return V.Fma(e, V.Create(Ln2High), f + LogRest(f, e));
    }

    /// <summary>The hyperbolic tangent; at most 2.5 ulp.</summary>
    [MethodImpl(Inline)]
    public static V Tanh<V>(V x)
        where V : struct, ILanes<V>
    {
        // tanh a = t / (t + 2) with t = e^2a - 1 = 2^n (e^r - 1) + (2^n - 1); beyond 10 it is 1 in any case.
        var sign = x & V.CreateBits(int.MinValue);
        var a = V.Min(V.Create(20f), V.Abs(x) + V.Abs(x));
        var shifted = V.Fma(a, V.Create(Log2E), V.Create(Rounder));
        var scale = V.AddBits(V.ShiftLeftBits(shifted, 23), V.CreateBits(One));
        var t = V.Fma(ExpMinusOneReduced(ReduceByLn2(a, shifted - V.Create(Rounder))), scale, scale - V.Create(1f));
        return (t / (t + V.Create(2f))) | sign;
    }

    /// <summary>1 / (1 + e^-x); at most 2.5 ulp.</summary>
    [MethodImpl(Inline)]
    public static V Sigmoid<V>(V x)
        where V : struct, ILanes<V>
    {
        var one = V.Create(Scale64);
        var e = ExpNonPositiveScaled(V.Max(V.Create(-110f), x | V.CreateBits(int.MinValue)));
        return V.Select(V.LessThan(x, V.Zero), e, one) / (e + one);
    }

    /// <summary>log(1 + e^x); at most 2 ulp.</summary>
    [MethodImpl(Inline)]
    public static V Softplus<V>(V x)
        where V : struct, ILanes<V> =>
        V.Max(x, V.Zero) + LogOnePlus(ExpNonPositive(-V.Abs(x)));

    /// <summary>e^r - 1 for |r| at most ln(2) / 2: r + r^2 q(r).</summary>
    [MethodImpl(Inline)]
    private static V ExpMinusOneReduced<V>(V r)
        where V : struct, ILanes<V>
    {
        // Pairs of terms that do not wait for each other.
        var square = r * r;
        var low = V.Fma(r, V.Create(0.166665211f), V.Create(0.49999994f));
        var high = V.Fma(r, V.Create(0.00836871658f), V.Create(0.041668389f));
        high = V.Fma(square, V.Create(0.00138145941f), high);
        return V.Fma(square, V.Fma(high, square, low), r);
    }

    /// <summary>2^f for |f| at most 1/2: 1 + f q(f).</summary>
    [MethodImpl(Inline)]
    private static V Exp2Reduced<V>(V f)
        where V : struct, ILanes<V>
    {
        var q = V.Fma(V.Create(0.000153533605f), f, V.Create(0.00133988773f));
        q = V.Fma(q, f, V.Create(0.00961843692f));
        q = V.Fma(q, f, V.Create(0.0555033237f));
        q = V.Fma(q, f, V.Create(0.240226477f));
        q = V.Fma(q, f, V.Create(0.693147182f));
        return V.Fma(q, f, V.Create(1f));
    }

    [MethodImpl(Inline)]
    private static V ReduceByLn2<V>(V x, V n)
        where V : struct, ILanes<V> =>
        V.Fma(n, V.Create(-Ln2Low), V.Fma(n, V.Create(-Ln2High), x));

    /// <summary>value 2^n for n from -252 to 254, in two steps of which only the last can round.</summary>
    [MethodImpl(Inline)]
    private static V ScaleByPowerOfTwo<V>(V value, V n)
        where V : struct, ILanes<V>
    {
        var half = V.ShiftRightArithmeticBits(n, 1);
        var rest = V.SubtractBits(n, half);
        return value * V.AddBits(V.ShiftLeftBits(half, 23), V.CreateBits(One)) * V.AddBits(V.ShiftLeftBits(rest, 23), V.CreateBits(One));
    }

    /// <summary>f and <paramref name="e"/> with x = (1 + f) 2^e and 1 + f from sqrt(1/2) to sqrt(2), for x above 0 and finite.</summary>
    [MethodImpl(Inline)]
    private static V MantissaMinusOne<V>(V x, out V e)
        where V : struct, ILanes<V>
    {
        var subnormal = V.LessThan(x, V.Create(SmallestNormal));
        var scaled = V.Select(subnormal, x * V.Create(8388608f), x);
        var exponent = V.ShiftRightArithmeticBits(V.SubtractBits(scaled, V.CreateBits(0x3F3504F3)), 23);
        e = V.FromIntegerBits(exponent) - (subnormal & V.Create(23f));
        return V.SubtractBits(scaled, V.ShiftLeftBits(exponent, 23)) - V.Create(1f);
    }

    /// <summary>log(1 + f) - f + e ln2Low, for 1 + f from sqrt(1/2) to sqrt(2).</summary>
    [MethodImpl(Inline)]
    private static V LogRest<V>(V f, V e)
        where V : struct, ILanes<V>
    {
        var square = f * f;
        // Pairs of terms that do not wait for each other.
        var p01 = V.Fma(f, V.Create(-0.250000089f), V.Create(0.333333135f));
        var p23 = V.Fma(f, V.Create(-0.166679978f), V.Create(0.200021207f));
        var p45 = V.Fma(f, V.Create(-0.124055393f), V.Create(0.142195195f));
        var p67 = V.Fma(f, V.Create(-0.116760731f), V.Create(0.118883729f));
        var high = V.Fma(V.Fma(square, V.Create(0.067466706f), p67), square, p45);
        var p = V.Fma(high, square * square, V.Fma(p23, square, p01));
        var rest = V.Fma(e, V.Create(Ln2Low), p * (square * f));
        return V.Fma(square, V.Create(-0.5f), rest);
    }
}
