using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// A differentiable function of one number, to be inlined into kernels: elementwise passes, epilogues of matrix products,
/// gates. Stateless ones are used as <c>default(Silu).Apply(x)</c>.
/// </summary>
internal interface IUnaryFunction
{
    /// <summary>f(x).</summary>
    V Apply<V>(V x)
        where V : struct, ILanes<V>;

    /// <summary>dy f'(x).</summary>
    V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V>;
}

/// <summary>A function whose value and slope share most of their work.</summary>
internal interface IGateFunction : IUnaryFunction
{
    /// <summary>f(x), which may differ in its last places from the one-argument form, and f'(x) as <paramref name="slope"/>.</summary>
    V Apply<V>(V x, out V slope)
        where V : struct, ILanes<V>;
}

/// <summary>x.</summary>
internal readonly struct Identity : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> => dy;
}

/// <summary>max(x, 0), NaN for NaN; the slope at 0 is 0.</summary>
internal readonly struct Relu : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => V.Max(V.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> => V.LessThan(V.Zero, x) & dy;
}

/// <summary>x above 0, else slope x; at 0 the derivative is the slope.</summary>
internal readonly struct LeakyRelu(float slope) : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => V.Select(V.LessThan(V.Zero, x), x, x * V.Create(slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> => V.Select(V.LessThan(V.Zero, x), dy, dy * V.Create(slope));
}

/// <summary>x Phi(x); see <see cref="VectorMath.GeluExact"/>. The slope: at most 8 ulp of itself or, near its root, of Phi(x). arXiv:1606.08415.</summary>
internal readonly struct GeluExact : IGateFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => VectorMath.GeluExact(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x, out V slope)
        where V : struct, ILanes<V>
    {
        VectorMath.NormalTail(x, out var t, out var n, out var p, out var q, out var density);
        var inverse = V.Create(1f) / q;
        // f'(x) = Phi(x) + x phi(x); for x > 0 that is 1 - (Q(t) - t phi(t)), else the term in parentheses.
        var term = n * (p - (t * density * q)) * inverse;
        slope = V.Select(V.LessThan(V.Zero, x), V.Create(1f) - term, term);
        return V.Max(V.Zero, x) - (t * n * p * inverse);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V>
    {
        Apply(x, out var slope);
        return dy * slope;
    }
}

/// <summary>
/// x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))); see <see cref="VectorMath.GeluTanh"/>. The slope: at most 10 ulp of itself or, near its root, of
/// (1 + tanh(…)) / 2. arXiv:1606.08415.
/// </summary>
internal readonly struct GeluTanh : IGateFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => VectorMath.GeluTanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x, out V slope)
        where V : struct, ILanes<V>
    {
        // s = n / (n + d) is the lesser of sigmoid(v) and sigmoid(-v), v = sqrt(8 / pi) (x + 0.044715 x^3).
        VectorMath.LogisticTail(x, out var t, out var n, out var d);
        var inverse = V.Create(1f) / (n + d);
        // f'(x) = sigmoid(v) (1 + x v' sigmoid(-v)); for x > 0 that is 1 - (s - t v' s (1 - s)), else the term in parentheses.
        var growth = t * V.Fma(t * t, V.Create(0.214064449f), V.Create(1.59576912f));
        var term = n * V.Fma(-growth, d * inverse, V.Create(1f)) * inverse;
        slope = V.Select(V.LessThan(V.Zero, x), V.Create(1f) - term, term);
        return V.Max(V.Zero, x) - (t * n * inverse);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V>
    {
        Apply(x, out var slope);
        return dy * slope;
    }
}

/// <summary>x sigmoid(x); at most 4 ulp, 0 at -infinity. The slope: at most 10 ulp of itself or, near its root, of sigmoid(x). arXiv:1702.03118.</summary>
internal readonly struct Silu : IGateFunction
{
    // From here on x sigmoid(x) is less than half of the smallest float.
    private const float Far = -110f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V>
    {
        // max(x, 0) - t sigmoid(-t) with t = |x|.
        var minusT = V.Max(V.Create(Far), x | V.CreateBits(int.MinValue));
        var e = VectorMath.ExpNonPositiveScaled(minusT);
        return V.Max(V.Zero, x) + (minusT * e / (e + V.Create(VectorMath.Scale64)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x, out V slope)
        where V : struct, ILanes<V>
    {
        var minusT = V.Max(V.Create(Far), x | V.CreateBits(int.MinValue));
        var one = V.Create(VectorMath.Scale64);
        var e = VectorMath.ExpNonPositiveScaled(minusT);
        var inverse = V.Create(1f) / (e + one);
        // f'(x) = sigmoid(x) (1 + x sigmoid(-x)); for x > 0 that is 1 - s (1 - t (1 - s)) with s = sigmoid(-t), else what is subtracted.
        var term = e * V.Fma(minusT, one * inverse, V.Create(1f)) * inverse;
        slope = V.Select(V.LessThan(V.Zero, x), V.Create(1f) - term, term);
        return V.Max(V.Zero, x) + (minusT * e * inverse);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V>
    {
        Apply(x, out var slope);
        return dy * slope;
    }
}

/// <summary>1 / (1 + e^-x); at most 2.5 ulp.</summary>
internal readonly struct Sigmoid : IGateFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => VectorMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x, out V slope)
        where V : struct, ILanes<V>
    {
        var e = VectorMath.ExpNonPositive(-V.Abs(x));
        var inverse = V.Create(1f) / (e + V.Create(1f));
        var small = e * inverse;
        slope = small * inverse;
        return V.Select(V.LessThan(x, V.Zero), small, inverse);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V>
    {
        Apply(x, out var slope);
        return dy * slope;
    }
}

/// <summary>tanh x; at most 2.5 ulp.</summary>
internal readonly struct Tanh : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => VectorMath.Tanh(x);

    // 1 - tanh^2 = 4 e / (1 + e)^2 with e = e^(-2 |x|): no cancellation.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V>
    {
        var e = VectorMath.ExpNonPositive(V.Abs(x) * V.Create(-2f));
        var d = e + V.Create(1f);
        return dy * (V.Create(4f) * e / (d * d));
    }
}

/// <summary>log(1 + e^x); at most 2 ulp.</summary>
internal readonly struct Softplus : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => VectorMath.Softplus(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> => dy * VectorMath.Sigmoid(x);
}

/// <summary>e^x; at most 1 ulp.</summary>
internal readonly struct Exponential : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => VectorMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> => dy * VectorMath.Exp(x);
}

/// <summary>log x; at most 1.5 ulp.</summary>
internal readonly struct Logarithm : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => VectorMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V> => dy / x;
}
