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

/// <summary>x Phi(x); see <see cref="VectorMath.GeluExact"/>. The slope has an absolute error of at most 3e-7. arXiv:1606.08415.</summary>
internal readonly struct GeluExact : IGateFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => VectorMath.GeluExact(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x, out V slope)
        where V : struct, ILanes<V>
    {
        var tail = VectorMath.NormalTail(x, out var t, out var bell);
        // f'(x) = Phi(x) + x phi(x); for x > 0 that is 1 - (Q(t) - t phi(t)), else the term in parentheses.
        var term = V.Fma(t * bell, V.Create(-0.398942292f), tail);
        slope = V.Select(V.LessThan(V.Zero, x), V.Create(1f) - term, term);
        return V.Max(V.Zero, x) - (t * tail);
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
/// x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))); see <see cref="VectorMath.GeluTanh"/>. The slope has an absolute error
/// of at most 1e-6. arXiv:1606.08415.
/// </summary>
internal readonly struct GeluTanh : IGateFunction
{
    // 1 + tanh(u) is 2 sigmoid(v) with v = x (A + B x^2).
    private const float A = 1.59576912f;
    private const float B = 0.0713548163f;

    // From here on the sigmoid is 0 below and 1 above.
    private const float Far = 10.8f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V> => VectorMath.GeluTanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x, out V slope)
        where V : struct, ILanes<V>
    {
        var near = V.Min(V.Create(Far), V.Max(V.Create(-Far), x));
        var square = near * near;
        var v = near * V.Fma(square, V.Create(B), V.Create(A));
        var e = VectorMath.ExpNonPositive(-V.Abs(v));
        var inverse = V.Create(1f) / (e + V.Create(1f));
        var negative = V.LessThan(x, V.Zero);
        var sigmoid = V.Select(negative, e * inverse, inverse);
        var complement = V.Select(negative, inverse, e * inverse);
        // f' = s (1 + x (1 - s) v').
        var growth = near * V.Fma(square, V.Create(3 * B), V.Create(A));
        slope = sigmoid * V.Fma(complement, growth, V.Create(1f));
        return V.Max(V.Create(-Far), x) * sigmoid;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ApplyGradient<V>(V x, V dy)
        where V : struct, ILanes<V>
    {
        Apply(x, out var slope);
        return dy * slope;
    }
}

/// <summary>x sigmoid(x); at most 4 ulp, 0 at -infinity. arXiv:1702.03118.</summary>
internal readonly struct Silu : IGateFunction
{
    private const float Far = 110f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x)
        where V : struct, ILanes<V>
    {
        x = V.Max(V.Create(-Far), x);
        return x * VectorMath.Sigmoid(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x, out V slope)
        where V : struct, ILanes<V>
    {
        var near = V.Min(V.Create(Far), V.Max(V.Create(-Far), x));
        var e = VectorMath.ExpNonPositive(-V.Abs(near));
        var inverse = V.Create(1f) / (e + V.Create(1f));
        var negative = V.LessThan(x, V.Zero);
        var sigmoid = V.Select(negative, e * inverse, inverse);
        var complement = V.Select(negative, inverse, e * inverse);
        slope = sigmoid * V.Fma(complement, near, V.Create(1f));
        return V.Max(V.Create(-Far), x) * sigmoid;
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
