using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Attune.Kernels;

/// <summary>Four lanes: 128-bit vectors (ARM NEON, and x64 processors without AVX2).</summary>
internal readonly unsafe struct Lanes4 : ILanes<Lanes4>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector128<float> _value;

    [MethodImpl(Inline)]
    public Lanes4(Vector128<float> value) => _value = value;

    public Vector128<float> Value { [MethodImpl(Inline)] get => _value; }

    public static int Count { [MethodImpl(Inline)] get => 4; }

    public static bool HasManyRegisters { [MethodImpl(Inline)] get => AdvSimd.IsSupported; }

    public static Lanes4 Indices { [MethodImpl(Inline)] get => new(Vector128.Create(0f, 1, 2, 3)); }

    [MethodImpl(Inline)]
    public static Lanes4 Create(float value) => new(Vector128.Create(value));

    [MethodImpl(Inline)]
    public static Lanes4 CreateBits(int value) => new(Vector128.Create(value).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes4 Load(float* source) => new(Vector128.Load(source));

    public static Lanes4 LoadPartial(float* source, int count)
    {
        Vector128<float> value = default;
        Unsafe.CopyBlockUnaligned(&value, source, (uint)count * sizeof(float));
        return new(value);
    }

    [MethodImpl(Inline)]
    public static void Store(float* target, Lanes4 value) => value._value.Store(target);

    public static void StorePartial(float* target, int count, Lanes4 value)
    {
        var copy = value._value;
        Unsafe.CopyBlockUnaligned(target, &copy, (uint)count * sizeof(float));
    }

    [MethodImpl(Inline)]
    public static void StoreNonTemporal(float* target, Lanes4 value) => value._value.StoreAlignedNonTemporal(target);

    [MethodImpl(Inline)]
    public static Lanes4 LoadHalfBits(ushort* source) =>
        new(Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(source)).AsUInt16()).AsSingle());

    [MethodImpl(Inline)]
    public static void StoreHalfBits(ushort* target, Lanes4 value) =>
        Unsafe.WriteUnaligned(target, Vector128.Narrow(value._value.AsUInt32(), value._value.AsUInt32()).AsUInt64().ToScalar());

    [MethodImpl(Inline)]
    public static void LoadTransposed(float* source, long stride, out Lanes4 v0, out Lanes4 v1, out Lanes4 v2, out Lanes4 v3)
    {
        var r0 = Vector128.Load(source);
        var r1 = Vector128.Load(source + stride);
        var r2 = Vector128.Load(source + (2 * stride));
        var r3 = Vector128.Load(source + (3 * stride));
        var low = Vectors.InterleaveLow(r0, r1);
        var high = Vectors.InterleaveHigh(r0, r1);
        var low2 = Vectors.InterleaveLow(r2, r3);
        var high2 = Vectors.InterleaveHigh(r2, r3);
        v0 = new(Vectors.LowHalves(low, low2));
        v1 = new(Vectors.HighHalves(low, low2));
        v2 = new(Vectors.LowHalves(high, high2));
        v3 = new(Vectors.HighHalves(high, high2));
    }

    [MethodImpl(Inline)]
    public static void LoadTransposedPairs(ushort* source, long stride, out Lanes4 v0, out Lanes4 v1)
    {
        var low = Vectors.LoadHalves(source, source + stride);
        var high = Vectors.LoadHalves(source + (2 * stride), source + (3 * stride));
        v0 = new(Vectors.Even(low, high));
        v1 = new(Vectors.Odd(low, high));
    }

    [MethodImpl(Inline)]
    public static Lanes4 operator +(Lanes4 left, Lanes4 right) => new(left._value + right._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator -(Lanes4 left, Lanes4 right) => new(left._value - right._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator *(Lanes4 left, Lanes4 right) => new(left._value * right._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator /(Lanes4 left, Lanes4 right) => new(left._value / right._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator -(Lanes4 value) => new(-value._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator &(Lanes4 left, Lanes4 right) => new(left._value & right._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator |(Lanes4 left, Lanes4 right) => new(left._value | right._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator ^(Lanes4 left, Lanes4 right) => new(left._value ^ right._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator ~(Lanes4 value) => new(~value._value);

    [MethodImpl(Inline)]
    public static Lanes4 Fma(Lanes4 left, Lanes4 right, Lanes4 addend) =>
        new(Vector128.MultiplyAddEstimate(left._value, right._value, addend._value));

    [MethodImpl(Inline)]
    public static Lanes4 Max(Lanes4 left, Lanes4 right) => Sse.IsSupported
        ? new(Sse.Max(left._value, right._value))
        : Select(LessThan(right, left), left, right);

    [MethodImpl(Inline)]
    public static Lanes4 Min(Lanes4 left, Lanes4 right) => Sse.IsSupported
        ? new(Sse.Min(left._value, right._value))
        : Select(LessThan(left, right), left, right);

    [MethodImpl(Inline)]
    public static Lanes4 Sqrt(Lanes4 value) => new(Vector128.Sqrt(value._value));

    [MethodImpl(Inline)]
    public static Lanes4 Abs(Lanes4 value) => new(Vector128.Abs(value._value));

    [MethodImpl(Inline)]
    public static Lanes4 LessThan(Lanes4 left, Lanes4 right) => new(Vector128.LessThan(left._value, right._value));

    [MethodImpl(Inline)]
    public static Lanes4 LessThanOrEqual(Lanes4 left, Lanes4 right) =>
        new(Vector128.LessThanOrEqual(left._value, right._value));

    [MethodImpl(Inline)]
    public static Lanes4 Equal(Lanes4 left, Lanes4 right) => new(Vector128.Equals(left._value, right._value));

    [MethodImpl(Inline)]
    public static Lanes4 IsNaN(Lanes4 value) => new(Vector128.IsNaN(value._value));

    [MethodImpl(Inline)]
    public static Lanes4 Select(Lanes4 mask, Lanes4 whenSet, Lanes4 otherwise) =>
        Sse41.IsSupported
            ? new(Sse41.BlendVariable(otherwise._value, whenSet._value, mask._value))
            : new(Vector128.ConditionalSelect(mask._value, whenSet._value, otherwise._value));

    [MethodImpl(Inline)]
    public static bool Any(Lanes4 mask) => mask._value.ExtractMostSignificantBits() != 0;

    [MethodImpl(Inline)]
    public static Lanes4 AddBits(Lanes4 left, Lanes4 right) => new((left._value.AsInt32() + right._value.AsInt32()).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes4 SubtractBits(Lanes4 left, Lanes4 right) =>
        new((left._value.AsInt32() - right._value.AsInt32()).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes4 MultiplyBits(Lanes4 left, Lanes4 right, out Lanes4 high)
    {
        var (a, b) = (left._value.AsUInt32(), right._value.AsUInt32());
        var even = MultiplyEven(a, b);
        var odd = MultiplyEven((a.AsUInt64() >>> 32).AsUInt32(), (b.AsUInt64() >>> 32).AsUInt32());
        var oddLanes = Vector128.Create(0, uint.MaxValue, 0, uint.MaxValue);
        high = new(Vector128.ConditionalSelect(oddLanes, odd.AsUInt32(), (even >>> 32).AsUInt32()).AsSingle());
        return new(Vector128.ConditionalSelect(oddLanes, (odd << 32).AsUInt32(), even.AsUInt32()).AsSingle());
    }

    [MethodImpl(Inline)]
    private static Vector128<ulong> MultiplyEven(Vector128<uint> a, Vector128<uint> b)
    {
        if (Sse2.IsSupported)
            return Sse2.Multiply(a, b);
        if (AdvSimd.IsSupported)
            return AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(a.AsUInt64()), AdvSimd.ExtractNarrowingLower(b.AsUInt64()));
        return Vector128.Create((ulong)a[0] * b[0], (ulong)a[2] * b[2]);
    }

    [MethodImpl(Inline)]
    public static Lanes4 ShiftLeftBits(Lanes4 value, int count) => new((value._value.AsInt32() << count).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes4 ShiftRightBits(Lanes4 value, int count) => new((value._value.AsInt32() >>> count).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes4 ShiftRightArithmeticBits(Lanes4 value, int count) => new((value._value.AsInt32() >> count).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes4 LessThanBits(Lanes4 left, Lanes4 right) =>
        new(Vector128.LessThan(left._value.AsInt32(), right._value.AsInt32()).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes4 ToIntegerBits(Lanes4 value) => new(Vector128.ConvertToInt32Native(value._value).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes4 FromIntegerBits(Lanes4 value) => new(Vector128.ConvertToSingle(value._value.AsInt32()));

    [MethodImpl(Inline)]
    public static float Sum(Lanes4 value)
    {
        var pairs = value._value + Vector128.Shuffle(value._value, Vector128.Create(2, 3, 0, 1));
        return pairs.ToScalar() + pairs.GetElement(1);
    }

    [MethodImpl(Inline)]
    public static float MaxAcross(Lanes4 value)
    {
        var pairs = Max(value, new(Vector128.Shuffle(value._value, Vector128.Create(2, 3, 0, 1))));
        return Max(pairs, new(Vector128.Shuffle(pairs._value, Vector128.Create(1, 0, 3, 2))))._value.ToScalar();
    }

    [MethodImpl(Inline)]
    public static float First(Lanes4 value) => value._value.ToScalar();
}
