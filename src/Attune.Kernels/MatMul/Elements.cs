using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>What a matrix is stored as; read as floats.</summary>
internal unsafe interface IElement
{
    /// <summary>Size of an element.</summary>
    static abstract int Bytes { get; }

    /// <summary>The element at an address.</summary>
    static abstract float One(byte* at);

    /// <summary>As many neighbours as there are lanes.</summary>
    static abstract V Load<V>(byte* at)
        where V : struct, ILanes<V>;

    /// <summary>The first <paramref name="count"/> neighbours, zero in the other lanes; reads nothing beyond them.</summary>
    static abstract V LoadUpTo<V>(byte* at, int count)
        where V : struct, ILanes<V>;

    /// <summary>Lane i of the results gets the four neighbours that begin i strides (in elements) after the address.</summary>
    static abstract void LoadTransposed<V>(byte* at, long stride, out V v0, out V v1, out V v2, out V v3)
        where V : struct, ILanes<V>;
}

/// <summary>Stored as floats.</summary>
internal readonly unsafe struct FloatElement : IElement
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Bytes { [MethodImpl(Inline)] get => sizeof(float); }

    [MethodImpl(Inline)]
    public static float One(byte* at) => *(float*)at;

    [MethodImpl(Inline)]
    public static V Load<V>(byte* at)
        where V : struct, ILanes<V> => V.Load((float*)at);

    [MethodImpl(Inline)]
    public static V LoadUpTo<V>(byte* at, int count)
        where V : struct, ILanes<V> => V.LoadUpTo((float*)at, count);

    [MethodImpl(Inline)]
    public static void LoadTransposed<V>(byte* at, long stride, out V v0, out V v1, out V v2, out V v3)
        where V : struct, ILanes<V> => V.LoadTransposed((float*)at, stride, out v0, out v1, out v2, out v3);
}

/// <summary>Stored as bfloat16.</summary>
internal readonly unsafe struct Bf16Element : IElement
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Bytes { [MethodImpl(Inline)] get => sizeof(BFloat16); }

    [MethodImpl(Inline)]
    public static float One(byte* at) => *(BFloat16*)at;

    [MethodImpl(Inline)]
    public static V Load<V>(byte* at)
        where V : struct, ILanes<V> => Bf16Lanes.Load<V>((BFloat16*)at);

    [MethodImpl(Inline)]
    public static V LoadUpTo<V>(byte* at, int count)
        where V : struct, ILanes<V> => Bf16Lanes.LoadUpTo<V>((BFloat16*)at, count);

    [MethodImpl(Inline)]
    public static void LoadTransposed<V>(byte* at, long stride, out V v0, out V v1, out V v2, out V v3)
        where V : struct, ILanes<V>
    {
        V.LoadTransposedPairs((ushort*)at, stride, out V pair0, out V pair1);
        V upper = V.CreateBits(unchecked((int)0xFFFF0000));
        v0 = V.ShiftLeftBits(pair0, 16);
        v1 = pair0 & upper;
        v2 = V.ShiftLeftBits(pair1, 16);
        v3 = pair1 & upper;
    }
}
