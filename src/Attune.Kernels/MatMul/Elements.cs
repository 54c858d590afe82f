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

    /// <summary>
    /// Adds x times the neighbours that fill 128 bits to two vectors of sums, one fused multiply-add after the other: v0 to
    /// v3 and w0 to w3 hold the first to fourth 32 bits of them.
    /// </summary>
    /// <remarks>Two at a time, since each sum waits for the one before.</remarks>
    static abstract void Add<V>(float* x, V v0, V v1, V v2, V v3, V w0, V w1, V w2, V w3, ref V v, ref V w)
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

    [MethodImpl(Inline)]
    public static void Add<V>(float* x, V v0, V v1, V v2, V v3, V w0, V w1, V w2, V w3, ref V v, ref V w)
        where V : struct, ILanes<V>
    {
        AddOne(x, v0, w0, ref v, ref w);
        AddOne(x + 1, v1, w1, ref v, ref w);
        AddOne(x + 2, v2, w2, ref v, ref w);
        AddOne(x + 3, v3, w3, ref v, ref w);
    }

    [MethodImpl(Inline)]
    private static void AddOne<V>(float* x, V v0, V w0, ref V v, ref V w)
        where V : struct, ILanes<V>
    {
        V factor = V.Create(*x);
        v = V.Fma(factor, v0, v);
        w = V.Fma(factor, w0, w);
    }
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

    [MethodImpl(Inline)]
    public static void Add<V>(float* x, V v0, V v1, V v2, V v3, V w0, V w1, V w2, V w3, ref V v, ref V w)
        where V : struct, ILanes<V>
    {
        AddPair(x, v0, w0, ref v, ref w);
        AddPair(x + 2, v1, w1, ref v, ref w);
        AddPair(x + 4, v2, w2, ref v, ref w);
        AddPair(x + 6, v3, w3, ref v, ref w);
    }

    [MethodImpl(Inline)]
    private static void AddPair<V>(float* x, V v0, V w0, ref V v, ref V w)
        where V : struct, ILanes<V>
    {
        V factor = V.Create(x[0]);
        v = V.Fma(factor, V.ShiftLeftBits(v0, 16), v);
        w = V.Fma(factor, V.ShiftLeftBits(w0, 16), w);
        factor = V.Create(x[1]);
        V upper = V.CreateBits(unchecked((int)0xFFFF0000));
        v = V.Fma(factor, v0 & upper, v);
        w = V.Fma(factor, w0 & upper, w);
    }
}
