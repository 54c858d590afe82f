using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <content>Sine and cosine.</content>
internal static partial class VectorMath
{
    /// <summary>The largest |x| of <see cref="SinCos"/>.</summary>
    public const float LargestAngle = 100000f;

    /// <summary>
    /// sin x and cos x for |x| up to <see cref="LargestAngle"/>: at most 2 ulp where the result is more than 2^-10, else an
    /// absolute error of 2^-33. Beyond it, and for infinities and NaN: NaN.
    /// </summary>
    [MethodImpl(Inline)]
    public static void SinCos<V>(V x, out V sin, out V cos)
        where V : struct, ILanes<V>
    {
        var shifted = V.Fma(x, V.Create(0.636619747f), V.Create(Rounder));
        var n = shifted - V.Create(Rounder);
        // pi / 2 in three parts.
        var r = V.Fma(n, V.Create(-1.57079637f), x);
        r = V.Fma(n, V.Create(4.37113883e-08f), r);
        r = V.Fma(n, V.Create(1.71512451e-15f), r);
        var valid = V.LessThanOrEqual(V.Abs(x), V.Create(LargestAngle));
        Quadrant(r, shifted, out sin, out cos);
        sin = V.Select(valid, sin, V.Create(float.NaN));
        cos = V.Select(valid, cos, V.Create(float.NaN));
    }

    /// <summary>sin and cos of 2 pi <paramref name="turns"/>, for |turns| up to 2^20; at most 2 ulp down to the normal range.</summary>
    [MethodImpl(Inline)]
    public static void SinCosTurns<V>(V turns, out V sin, out V cos)
        where V : struct, ILanes<V>
    {
        var quarters = turns * V.Create(4f);
        var shifted = quarters + V.Create(Rounder);
        var r = (quarters - (shifted - V.Create(Rounder))) * V.Create(1.57079637f);
        Quadrant(r, shifted, out sin, out cos);
    }

    /// <summary>sin and cos of r + n pi / 2, |r| at most pi / 4, n in the low bits of <paramref name="shifted"/>.</summary>
    [MethodImpl(Inline)]
    private static void Quadrant<V>(V r, V shifted, out V sin, out V cos)
        where V : struct, ILanes<V>
    {
        var square = r * r;
        var s = V.Fma(V.Create(2.71827457e-06f), square, V.Create(-0.000198393303f));
        s = V.Fma(s, square, V.Create(0.00833332911f));
        s = V.Fma(s, square, V.Create(-0.166666672f));
        s = V.Fma(s * square, r, r);
        var c = V.Fma(V.Create(-2.7209893e-07f), square, V.Create(2.47995158e-05f));
        c = V.Fma(c, square, V.Create(-0.00138888834f));
        c = V.Fma(c, square, V.Create(0.0416666679f));
        c = V.Fma(c * square, square, V.Fma(square, V.Create(-0.5f), V.Create(1f)));

        // Odd n swaps the two; bit 1 of n, and of n + 1, is the sign of the sine, and of the cosine.
        var odd = V.SubtractBits(V.Zero, shifted & V.CreateBits(1));
        var signBit = V.CreateBits(int.MinValue);
        var two = V.CreateBits(2);
        sin = V.Select(odd, c, s) ^ (V.ShiftLeftBits(shifted & two, 30) & signBit);
        cos = V.Select(odd, s, c) ^ (V.ShiftLeftBits(V.AddBits(shifted, V.CreateBits(1)) & two, 30) & signBit);
    }
}
