using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <content>
/// GELU in both forms: max(x, 0) - t tail(t) with t = |x|, in which nothing cancels. The tail falls like an exponential of some t^3 or t^2, whose
/// rounding error would be multiplied by up to 104; so what is left of the power beyond a whole number of periods has the error of one rounding. Tails
/// are fractions, divided last: one division ends all.
/// </content>
internal static partial class VectorMath
{
    /// <summary>x Phi(x), Phi the distribution function of the normal distribution; at most 8 ulp, 0 at -infinity.</summary>
    [MethodImpl(Inline)]
    public static V GeluExact<V>(V x)
        where V : struct, ILanes<V>
    {
        NormalTail(x, out var t, out var n, out var p, out var q, out _);
        return V.Max(V.Zero, x) - (t * n * p / q);
    }

    /// <summary>x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))); at most 4 ulp, 0 at -infinity.</summary>
    [MethodImpl(Inline)]
    public static V GeluTanh<V>(V x)
        where V : struct, ILanes<V>
    {
        LogisticTail(x, out var t, out var n, out var d);
        return V.Max(V.Zero, x) - (t * n / (n + d));
    }

    /// <summary>
    /// For t = min(|x|, 11): <paramref name="n"/> / <paramref name="d"/> = e^(-2 sqrt(2 / pi) (t + 0.044715 t^3)), so that 1 + tanh(…) of -t is
    /// 2 n / (n + d). From 11 on that is nothing beside the smallest float, whatever it is multiplied by.
    /// </summary>
    [MethodImpl(Inline)]
    public static void LogisticTail<V>(V x, out V t, out V n, out V d)
        where V : struct, ILanes<V>
    {
        // In units of a binary digit / Period the exponent is t (g + Slope t^2) with g = t^2 + Offset. Of all periods with so few bits that whole
        // numbers of them are exact, this one has an Offset with so few bits that g - Offset is exact (tools/rational.py).
        const float Period = 9.69482421875f;
        const float Offset = 22.319503784179688f;
        const float Slope = -0.00198338786f;

        t = V.Min(V.Create(11f), V.Abs(x));
        var g = V.Fma(t, t, V.Create(Offset));
        var square = V.Create(Offset) - g;
        var lost = V.Fma(square, V.Create(-Slope), V.Fma(t, t, square));
        var shifted = V.Fma(t * V.Create(0.10294324f), g, V.Create(Rounder));
        var whole = V.Fma(shifted, V.Create(-Period), V.Create(Rounder * Period));
        var r = V.Fma(t, lost, V.Fma(t, g, whole));

        // e^(-2 y), y = Rate r, from the Padé approximant y (15 + y^2) / (15 + 6 y^2) of tanh y: relative error at most 4e-9 for |y| up to ln(2) / 4.
        const float Rate = 0.0357483104f;
        var rSquare = r * r;
        var even = V.Fma(rSquare, V.Create(Scale64), V.Create(Scale64 * 2.5f / (Rate * Rate)));
        var odd = r * V.Fma(rSquare, V.Create(Scale64 * Rate / 6), V.Create(Scale64 * 2.5f / Rate));
        n = V.SubtractBits(even - odd, V.ShiftLeftBits(shifted, 23));
        d = even + odd;
    }
}
