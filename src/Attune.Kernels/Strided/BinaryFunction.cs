using System.Numerics;
using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>A function of two numbers that <see cref="StridedBinary"/> applies element by element.</summary>
public enum BinaryFunction
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a b.</summary>
    Multiply,

    /// <summary>a / b; not for whole numbers.</summary>
    Divide,

    /// <summary>The larger one, b when equal; NaN when either is.</summary>
    Maximum,

    /// <summary>The smaller one, b when equal; NaN when either is.</summary>
    Minimum,

    /// <summary>1 where a = b, else 0.</summary>
    Equal,

    /// <summary>1 where a and b differ, else 0; NaN differs from everything.</summary>
    NotEqual,

    /// <summary>1 where a is less than b, else 0.</summary>
    Less,

    /// <summary>1 where a is at most b, else 0.</summary>
    LessOrEqual,

    /// <summary>1 where a is greater than b, else 0.</summary>
    Greater,

    /// <summary>1 where a is at least b, else 0.</summary>
    GreaterOrEqual,
}

/// <summary>The two forms of a <see cref="BinaryFunction"/>: on vectors of floats, and on one number of any type.</summary>
internal interface IBinaryFunction
{
    static abstract V Apply<V>(V a, V b)
        where V : struct, ILanes<V>;

    static abstract T Apply1<T>(T a, T b)
        where T : struct, INumber<T>;
}

internal readonly struct AddFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILanes<V> => a + b;

    public static T Apply1<T>(T a, T b)
        where T : struct, INumber<T> => a + b;
}

internal readonly struct SubtractFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILanes<V> => a - b;

    public static T Apply1<T>(T a, T b)
        where T : struct, INumber<T> => a - b;
}

internal readonly struct MultiplyFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILanes<V> => a * b;

    public static T Apply1<T>(T a, T b)
        where T : struct, INumber<T> => a * b;
}

internal readonly struct DivideFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILanes<V> => a / b;

    public static T Apply1<T>(T a, T b)
        where T : struct, INumber<T> => a / b;
}

internal readonly struct MaximumFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILanes<V> => V.Select(V.LessThan(b, a) | V.IsNaN(a), a, b);

    public static T Apply1<T>(T a, T b)
        where T : struct, INumber<T> => b < a || T.IsNaN(a) ? a : b;
}

internal readonly struct MinimumFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILanes<V> => V.Select(V.LessThan(a, b) | V.IsNaN(a), a, b);

    public static T Apply1<T>(T a, T b)
        where T : struct, INumber<T> => a < b || T.IsNaN(a) ? a : b;
}

internal readonly struct EqualFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILanes<V> => V.Equal(a, b) & V.Create(1f);

    public static T Apply1<T>(T a, T b)
        where T : struct, INumber<T> => a == b ? T.One : T.Zero;
}

internal readonly struct NotEqualFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILanes<V> => ~V.Equal(a, b) & V.Create(1f);

    public static T Apply1<T>(T a, T b)
        where T : struct, INumber<T> => a == b ? T.Zero : T.One;
}

internal readonly struct LessFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILanes<V> => V.LessThan(a, b) & V.Create(1f);

    public static T Apply1<T>(T a, T b)
        where T : struct, INumber<T> => a < b ? T.One : T.Zero;
}

internal readonly struct LessOrEqualFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILanes<V> => V.LessThanOrEqual(a, b) & V.Create(1f);

    public static T Apply1<T>(T a, T b)
        where T : struct, INumber<T> => a <= b ? T.One : T.Zero;
}

internal readonly struct GreaterFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILanes<V> => LessFunction.Apply(b, a);

    public static T Apply1<T>(T a, T b)
        where T : struct, INumber<T> => LessFunction.Apply1(b, a);
}

internal readonly struct GreaterOrEqualFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILanes<V> => LessOrEqualFunction.Apply(b, a);

    public static T Apply1<T>(T a, T b)
        where T : struct, INumber<T> => LessOrEqualFunction.Apply1(b, a);
}
