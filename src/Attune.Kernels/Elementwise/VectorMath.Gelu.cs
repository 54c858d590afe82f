using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <content>GELU, for which there is no time for an exponential: memory would wait. Coefficients: <c>tools/rational.py</c>.</content>
internal static partial class VectorMath
{
    /// <summary>
    /// x Phi(x), Phi the distribution function of the normal distribution: an absolute error of at most 1.5e-7 |x|, which is
    /// 3 ulp for x above 0; exactly max(x, 0) beyond 5.5, where the rest is less than that.
    /// </summary>
    [MethodImpl(Inline)]
    public static V GeluExact<V>(V x)
        where V : struct, ILanes<V>
    {
        var s = x * x;
        var p = V.Fma(s, V.Create(2.27493704e-08f), V.Create(6.35204833e-06f));
        p = V.Fma(p, s, V.Create(0.000168822022f));
        p = V.Fma(p, s, V.Create(0.00467723794f));
        p = V.Fma(p, s, V.Create(0.0338523388f));
        p = V.Fma(p, s, V.Create(0.398942232f));
        var q = V.Fma(s, V.Create(1.19749893e-06f), V.Create(7.36461006e-05f));
        q = V.Fma(q, s, V.Create(0.00188442436f));
        q = V.Fma(q, s, V.Create(0.0286456849f));
        q = V.Fma(q, s, V.Create(0.25152114f));
        q = V.Fma(q, s, V.Create(1f));
        return Gelu(x, s, p / q, 5.5f * 5.5f);
    }

    /// <summary>
    /// x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))): an absolute error of at most 1.5e-7 |x|, which is 3 ulp for x above
    /// 0; exactly max(x, 0) beyond 5.2, where the rest is less than that.
    /// </summary>
    [MethodImpl(Inline)]
    public static V GeluTanh<V>(V x)
        where V : struct, ILanes<V>
    {
        var s = x * x;
        var p = V.Fma(s, V.Create(2.42765754e-08f), V.Create(7.06943729e-06f));
        p = V.Fma(p, s, V.Create(0.00013287038f));
        p = V.Fma(p, s, V.Create(0.00363100949f));
        p = V.Fma(p, s, V.Create(0.0302965045f));
        p = V.Fma(p, s, V.Create(0.398942322f));
        var q = V.Fma(s, V.Create(1.32365562e-06f), V.Create(7.56625159e-05f));
        q = V.Fma(q, s, V.Create(0.0012958555f));
        q = V.Fma(q, s, V.Create(0.0243016221f));
        q = V.Fma(q, s, V.Create(0.243434459f));
        q = V.Fma(q, s, V.Create(1f));
        return Gelu(x, s, p / q, 5.2f * 5.2f);
    }

    /// <summary>x / 2 + s r where s = x^2 is below the limit, else max(x, 0), so that an infinity meets no zero.</summary>
    [MethodImpl(Inline)]
    private static V Gelu<V>(V x, V s, V r, float limit)
        where V : struct, ILanes<V> =>
        V.Select(V.LessThan(s, V.Create(limit)), V.Fma(s, r, x * V.Create(0.5f)), V.Max(V.Zero, x));
}
