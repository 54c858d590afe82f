using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>-x.</summary>
internal readonly struct Negation : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => -x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> => -dy;
}

/// <summary>|x|; the slope at 0 is 0.</summary>
internal readonly struct AbsoluteValue : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => V.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> =>
        V.Select(V.Equal(x, V.Zero), V.Zero, V.Select(V.IsNaN(x), x, dy ^ (x & V.CreateBits(int.MinValue))));
}

/// <summary>x^2, correctly rounded.</summary>
internal readonly struct Squaring : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> => dy * (x + x);
}

/// <summary>The square root, correctly rounded.</summary>
internal readonly struct SquareRoot : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => V.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> => dy * V.Create(0.5f) / V.Sqrt(x);
}

/// <summary>1 / x, correctly rounded.</summary>
internal readonly struct Inverse : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => V.Create(1f) / x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> => -(dy / x / x);
}

/// <summary>x^p for one p, as IEEE 754 pow has it; at most 2 + |p| / 8 ulp.</summary>
internal readonly struct Power : IUnaryFunction
{
    private readonly float _exponent;
    private readonly bool _whole;
    private readonly bool _odd;

    public Power(float exponent)
    {
        _exponent = exponent;
        _whole = MathF.Floor(exponent) == exponent;
        _odd = _whole && MathF.Abs(MathF.IEEERemainder(exponent, 2)) == 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V>
    {
        if (_exponent == 0)
            return V.Create(1f);
        if (_exponent == 1)
            return x;
        if (float.IsNaN(_exponent))
            return V.Select(V.Equal(x, V.Create(1f)), x, V.Create(float.NaN));
        var result = VectorMath.PowerOfPositive(V.Abs(x), V.Create(_exponent));
        var (atZero, atInfinity) = _exponent > 0 ? (0f, float.PositiveInfinity) : (float.PositiveInfinity, 0f);
        result = V.Select(V.Equal(x, V.Zero), V.Create(atZero), result);
        result = V.Select(V.Equal(V.Abs(x), V.Create(float.PositiveInfinity)), V.Create(atInfinity), result);
        if (float.IsInfinity(_exponent))
            result = V.Select(V.Equal(V.Abs(x), V.Create(1f)), V.Create(1f), result);
        if (_odd)
            return result | (x & V.CreateBits(int.MinValue));
        return _whole ? result : V.Select(V.LessThan(x, V.Zero) & V.LessThan(V.Create(float.NegativeInfinity), x), V.Create(float.NaN), result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> =>
        _exponent == 0 ? V.Zero : dy * V.Create(_exponent) * new Power(_exponent - 1).Apply(x);
}

/// <summary>sin x for |x| up to 100,000; see <see cref="VectorMath.SinCos"/>.</summary>
internal readonly struct Sine : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V>
    {
        VectorMath.SinCos(x, out var sin, out _);
        return sin;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V>
    {
        VectorMath.SinCos(x, out _, out var cos);
        return dy * cos;
    }
}

/// <summary>cos x for |x| up to 100,000; see <see cref="VectorMath.SinCos"/>.</summary>
internal readonly struct Cosine : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V>
    {
        VectorMath.SinCos(x, out _, out var cos);
        return cos;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V>
    {
        VectorMath.SinCos(x, out var sin, out _);
        return -(dy * sin);
    }
}

/// <summary>factor x.</summary>
internal readonly struct ScaledBy(float factor) : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => x * V.Create(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> => dy * V.Create(factor);
}
