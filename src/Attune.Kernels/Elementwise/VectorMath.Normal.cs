using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <content>The normal distribution. Coefficients: <c>tools/rational.py</c>.</content>
internal static partial class VectorMath
{
    /// <summary>
    /// For t = min(|x|, 14.7): e^(-t^2 / 2) = <paramref name="n"/> / <paramref name="d"/>, and the upper tail Q(t) = 1 - Phi(t) of the standard normal
    /// distribution is n p / (d q). From 14.7 on t Q(t) and its slope are less than half of the smallest float.
    /// </summary>
    [MethodImpl(Inline)]
    public static void NormalTail<V>(V x, out V t, out V n, out V d, out V p, out V q)
        where V : struct, ILanes<V>
    {
        t = V.Min(V.Create(14.7f), V.Abs(x));
        var square = t * t;
        var lost = V.Fma(t, t, -square);
        var shifted = V.Fma(square, V.Create(Log2E / 2), V.Create(Rounder));
        var whole = shifted - V.Create(Rounder);
        var r = V.Fma(whole, V.Create(-2 * Ln2High), square);
        r = V.Fma(whole, V.Create(-2 * Ln2Low), r) + lost;
        Decay(r, 0.25f, out n, out d);
        n = V.SubtractBits(n, V.ShiftLeftBits(shifted, 23));

        p = V.Fma(t, V.Create(0.00411636895f), V.Create(0.0406336151f));
        p = V.Fma(p, t, V.Create(0.183236271f));
        p = V.Fma(p, t, V.Create(0.438296437f));
        p = V.Fma(p, t, V.Create(0.5f));
        q = V.Fma(t, V.Create(0.0103180874f), V.Create(0.101859815f));
        q = V.Fma(q, t, V.Create(0.46947363f));
        q = V.Fma(q, t, V.Create(1.20250785f));
        q = V.Fma(q, t, V.Create(1.67447793f));
        q = V.Fma(q, t, V.Create(1f));
    }
}
