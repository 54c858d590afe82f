using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// 2^x for x at most 0 or a little above, in the fewest instructions: at most 1 ulp, exactly 0 from -127 down, and off by
/// at most 2^-126 just above that. NaN gives NaN.
/// </summary>
/// <remarks>
/// As <see cref="VectorMath.Exp2Flushed"/>, except that the exponent is added to the bits of the power, that two vectors
/// take turns (one alone waits for itself: 7 cycles a vector on Zen 3 instead of 5.8), and that some constants are variables:
/// the JIT takes its own from memory at every use, twelve loads a vector.
/// </remarks>
internal readonly unsafe ref struct AttentionExponential<V>
    where V : struct, ILanes<V>
{
    private readonly V _least;
    private readonly V _rounder;
    private readonly V _first;
    private readonly V _last;

    /// <param name="memory">Four floats, only to keep the JIT from seeing constants.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AttentionExponential(float* memory)
    {
        (memory[0], memory[1], memory[2], memory[3]) = (-127f, 12582912f, 0.000153533605f, 1f);
        _least = V.Create(memory[0]);
        _rounder = V.Create(memory[1]);
        _first = V.Create(memory[2]);
        _last = V.Create(memory[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Of(V x)
    {
        V y = x;
        Of(ref x, ref y);
        return x;
    }

    /// <summary>Replaces both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Of(ref V x, ref V y)
    {
        V xf = V.Max(_least, x), yf = V.Max(_least, y);
        V xShifted = xf + _rounder, yShifted = yf + _rounder;
        (xf, yf) = (V.Fraction(xf, _rounder), V.Fraction(yf, _rounder));
        V c = V.Create(0.00133988773f);
        V xp = V.Fma(_first, xf, c), yp = V.Fma(_first, yf, c);
        c = V.Create(0.00961843692f);
        (xp, yp) = (V.Fma(xp, xf, c), V.Fma(yp, yf, c));
        c = V.Create(0.0555033237f);
        (xp, yp) = (V.Fma(xp, xf, c), V.Fma(yp, yf, c));
        c = V.Create(0.240226477f);
        (xp, yp) = (V.Fma(xp, xf, c), V.Fma(yp, yf, c));
        c = V.Create(0.693147182f);
        (xp, yp) = (V.Fma(xp, xf, c), V.Fma(yp, yf, c));
        (xp, yp) = (V.Fma(xp, xf, _last), V.Fma(yp, yf, _last));
        x = V.AddBits(xp, V.ShiftLeftBits(xShifted, 23));
        y = V.AddBits(yp, V.ShiftLeftBits(yShifted, 23));
    }
}
