using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <content>The normal distribution and the error function.</content>
internal static partial class VectorMath
{
    // Beyond it the tail times the argument is less than half of the smallest float.
    private const float FarTail = 15f;

    /// <summary>The error function; at most 2 ulp.</summary>
    [MethodImpl(Inline)]
    public static V Erf<V>(V x)
        where V : struct, ILanes<V>
    {
        var sign = x & V.CreateBits(int.MinValue);
        var a = V.Min(V.Create(5f), V.Abs(x));
        var square = a * a;
        var p = V.Fma(V.Create(7.85386874e-05f), square, V.Create(-0.000801019603f));
        p = V.Fma(p, square, V.Create(0.00518832775f));
        p = V.Fma(p, square, V.Create(-0.0268538129f));
        p = V.Fma(p, square, V.Create(0.112835854f));
        p = V.Fma(p, square, V.Create(-0.37612626f));
        p = V.Fma(p, square, V.Create(0.128379166f));

        // erf(a) = 1 - 2 Q(sqrt(2) a), e^(-t^2 / 2) being e^(-a^2).
        var tail = ExpNonPositive(-square) * ScaledTail(a * V.Create(1.41421356f));
        var far = V.Fma(tail, V.Create(-2f), V.Create(1f));
        return V.Select(V.LessThan(a, V.Create(1f)), V.Fma(a, p, a), far) | sign;
    }

    /// <summary>
    /// For t = min(|x|, 15): the upper tail Q(t) = 1 - Phi(t) of the standard normal distribution, at most 6 ulp, and
    /// <paramref name="bell"/> = e^(-t^2 / 2), at most 1.5 ulp. Q(15) and beyond are 0.
    /// </summary>
    [MethodImpl(Inline)]
    public static V NormalTail<V>(V x, out V t, out V bell)
        where V : struct, ILanes<V>
    {
        t = V.Min(V.Create(FarTail), V.Abs(x));
        bell = Bell(t);
        return bell * ScaledTail(t);
    }

    /// <summary>e^(-t^2 / 2) for t from 0 to 15; what t^2 loses in rounding is put back.</summary>
    [MethodImpl(Inline)]
    private static V Bell<V>(V t)
        where V : struct, ILanes<V>
    {
        var square = t * t;
        var lost = V.Fma(t, t, -square);
        var x = square * V.Create(-0.5f);
        var shifted = V.Fma(x, V.Create(Log2E), V.Create(Rounder));
        var r = V.Fma(lost, V.Create(-0.5f), ReduceByLn2(x, shifted - V.Create(Rounder)));
        var power = ExpMinusOneReduced(r) + V.Create(1f);
        return power * V.AddBits(V.ShiftLeftBits(shifted, 23), V.CreateBits(One + (64 << 23))) * V.Create(1 / Scale64);
    }

    /// <summary>e^(t^2 / 2) Q(t) for t from 0 to 15, a polynomial in (t - 3) / (t + 3).</summary>
    [MethodImpl(Inline)]
    private static V ScaledTail<V>(V t)
        where V : struct, ILanes<V>
    {
        var w = (t - V.Create(3f)) / (t + V.Create(3f));
        var p = V.Fma(V.Create(5.30631733e-05f), w, V.Create(0.000114910297f));
        p = V.Fma(p, w, V.Create(-0.000338919373f));
        p = V.Fma(p, w, V.Create(-0.000983194681f));
        p = V.Fma(p, w, V.Create(0.0029043532f));
        p = V.Fma(p, w, V.Create(0.00613191631f));
        p = V.Fma(p, w, V.Create(-0.0462132581f));
        p = V.Fma(p, w, V.Create(0.123225041f));
        p = V.Fma(p, w, V.Create(-0.206402615f));
        return V.Fma(p, w, V.Create(0.121513948f));
    }
}
