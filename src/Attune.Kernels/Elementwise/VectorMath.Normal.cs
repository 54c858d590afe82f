using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <content>The normal distribution. Coefficients: <c>tools/rational.py</c>.</content>
internal static partial class VectorMath
{
    /// <summary>
    /// For t = min(|x|, 14.7) the upper tail Q(t) = 1 - Phi(t) of the standard normal distribution is <paramref name="n"/> <paramref name="p"/> /
    /// <paramref name="q"/>, and its density phi(t) is <paramref name="n"/> <paramref name="density"/>. From 14.7 on t Q(t) and its slope are less than
    /// half of the smallest float.
    /// </summary>
    [MethodImpl(Inline)]
    public static void NormalTail<V>(V x, out V t, out V n, out V p, out V q, out V density)
        where V : struct, ILanes<V>
    {
        // n = 2^(64 - t^2 / Period). The period has so few bits that whole numbers of it are exact; p / q and the density make up for what it is
        // short of 2 ln 2.
        const float Period = 2 * Ln2High;

        t = V.Min(V.Create(14.7f), V.Abs(x));
        var square = t * t;
        var shifted = V.Fma(square, V.Create(1 / Period), V.Create(Rounder));
        var whole = V.Fma(shifted, V.Create(-Period), V.Create(Rounder * Period));
        var r = V.Fma(t, t, whole);
        // 2^(-r / Period), relative error at most 9e-8.
        n = V.Fma(r, V.Create(Scale64 * -0.000259074848f), V.Create(Scale64 * 0.00261864322f));
        n = V.Fma(n, r, V.Create(Scale64 * -0.0208346751f));
        n = V.Fma(n, r, V.Create(Scale64 * 0.124998391f));
        n = V.Fma(n, r, V.Create(Scale64 * -0.500000894f));
        n = V.SubtractBits(V.Fma(n, r, V.Create(Scale64)), V.ShiftLeftBits(shifted, 23));

        density = V.Fma(square, V.Create(4.1112e-07f / Scale64), V.Create(0.398942292f / Scale64));
        p = V.Fma(t, V.Create(0.0131879561f), V.Create(0.102090299f));
        p = V.Fma(p, t, V.Create(0.328731328f));
        p = V.Fma(p, t, V.Create(0.49999997f));
        q = V.Fma(t, V.Create(Scale64 * -2.43317277e-06f), V.Create(Scale64 * 0.0331145898f));
        q = V.Fma(q, t, V.Create(Scale64 * 0.255025178f));
        q = V.Fma(q, t, V.Create(Scale64 * 0.86541456f));
        q = V.Fma(q, t, V.Create(Scale64 * 1.45534289f));
        q = V.Fma(q, t, V.Create(Scale64));
    }
}
