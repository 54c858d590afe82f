using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Attune.Kernels;

/// <summary>Eight lanes: 256-bit vectors (AVX2 and FMA).</summary>
internal readonly unsafe struct Lanes8 : ILanes<Lanes8>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector256<float> _value;

    [MethodImpl(Inline)]
    public Lanes8(Vector256<float> value) => _value = value;

    public Vector256<float> Value { [MethodImpl(Inline)] get => _value; }

    public static int Count { [MethodImpl(Inline)] get => 8; }

    public static bool HasManyRegisters { [MethodImpl(Inline)] get => false; }

    public static Lanes8 Indices { [MethodImpl(Inline)] get => new(Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7)); }

    [MethodImpl(Inline)]
    public static Lanes8 Create(float value) => new(Vector256.Create(value));

    [MethodImpl(Inline)]
    public static Lanes8 CreateBits(int value) => new(Vector256.Create(value).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes8 Load(float* source) => new(Vector256.Load(source));

    public static Lanes8 LoadPartial(float* source, int count)
    {
        if (Avx.IsSupported)
            return new(Avx.MaskLoad(source, Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle()));
        Vector256<float> value = default;
        Unsafe.CopyBlockUnaligned(&value, source, (uint)count * sizeof(float));
        return new(value);
    }

    [MethodImpl(Inline)]
    public static void Store(float* target, Lanes8 value) => value._value.Store(target);

    public static void StorePartial(float* target, int count, Lanes8 value)
    {
        var copy = value._value;
        if (Avx.IsSupported)
            Avx.MaskStore(target, Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle(), copy);
        else
            Unsafe.CopyBlockUnaligned(target, &copy, (uint)count * sizeof(float));
    }

    [MethodImpl(Inline)]
    public static void StoreNonTemporal(float* target, Lanes8 value) => value._value.StoreAlignedNonTemporal(target);

    [MethodImpl(Inline)]
    public static Lanes8 LoadHalfBits(ushort* source) =>
        new(Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe()).AsSingle());

    [MethodImpl(Inline)]
    public static void StoreHalfBits(ushort* target, Lanes8 value) => Halves(value).Store(target);

    [MethodImpl(Inline)]
    public static void StoreHalfBitsNonTemporal(ushort* target, Lanes8 value) => Halves(value).StoreAlignedNonTemporal(target);

    [MethodImpl(Inline)]
    private static Vector128<ushort> Halves(Lanes8 value) =>
        Vector128.Narrow(value._value.GetLower().AsUInt32(), value._value.GetUpper().AsUInt32());

    [MethodImpl(Inline)]
    public static void LoadTransposed(float* source, long stride, out Lanes8 v0, out Lanes8 v1, out Lanes8 v2, out Lanes8 v3)
    {
        if (!Avx.IsSupported)
        {
            Lanes4.LoadTransposed(source, stride, out var l0, out var l1, out var l2, out var l3);
            Lanes4.LoadTransposed(source + (4 * stride), stride, out var h0, out var h1, out var h2, out var h3);
            v0 = new(Vector256.Create(l0.Value, h0.Value));
            v1 = new(Vector256.Create(l1.Value, h1.Value));
            v2 = new(Vector256.Create(l2.Value, h2.Value));
            v3 = new(Vector256.Create(l3.Value, h3.Value));
            return;
        }

        // Rows i and i + 4 share a register: the shuffles work on both halves alike.
        float* upper = source + (4 * stride);
        var r0 = Vector256.Create(Vector128.Load(source), Vector128.Load(upper));
        var r1 = Vector256.Create(Vector128.Load(source + stride), Vector128.Load(upper + stride));
        var r2 = Vector256.Create(Vector128.Load(source + (2 * stride)), Vector128.Load(upper + (2 * stride)));
        var r3 = Vector256.Create(Vector128.Load(source + (3 * stride)), Vector128.Load(upper + (3 * stride)));
        var low = Avx.UnpackLow(r0, r1);
        var high = Avx.UnpackHigh(r0, r1);
        var low2 = Avx.UnpackLow(r2, r3);
        var high2 = Avx.UnpackHigh(r2, r3);
        v0 = new(Avx.Shuffle(low, low2, 0b01_00_01_00));
        v1 = new(Avx.Shuffle(low, low2, 0b11_10_11_10));
        v2 = new(Avx.Shuffle(high, high2, 0b01_00_01_00));
        v3 = new(Avx.Shuffle(high, high2, 0b11_10_11_10));
    }

    [MethodImpl(Inline)]
    public static void LoadTransposedPairs(ushort* source, long stride, out Lanes8 v0, out Lanes8 v1)
    {
        if (!Avx.IsSupported)
        {
            Lanes4.LoadTransposedPairs(source, stride, out var l0, out var l1);
            Lanes4.LoadTransposedPairs(source + (4 * stride), stride, out var h0, out var h1);
            v0 = new(Vector256.Create(l0.Value, h0.Value));
            v1 = new(Vector256.Create(l1.Value, h1.Value));
            return;
        }

        ushort* upper = source + (4 * stride);
        var low = Vector256.Create(Vectors.LoadHalves(source, source + stride), Vectors.LoadHalves(upper, upper + stride));
        source += 2 * stride;
        upper += 2 * stride;
        var high = Vector256.Create(Vectors.LoadHalves(source, source + stride), Vectors.LoadHalves(upper, upper + stride));
        v0 = new(Avx.Shuffle(low, high, 0b10_00_10_00));
        v1 = new(Avx.Shuffle(low, high, 0b11_01_11_01));
    }

    [MethodImpl(Inline)]
    public static Lanes8 operator +(Lanes8 left, Lanes8 right) => new(left._value + right._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator -(Lanes8 left, Lanes8 right) => new(left._value - right._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator *(Lanes8 left, Lanes8 right) => new(left._value * right._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator /(Lanes8 left, Lanes8 right) => new(left._value / right._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator -(Lanes8 value) => new(-value._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator &(Lanes8 left, Lanes8 right) => new(left._value & right._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator |(Lanes8 left, Lanes8 right) => new(left._value | right._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator ^(Lanes8 left, Lanes8 right) => new(left._value ^ right._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator ~(Lanes8 value) => new(~value._value);

    [MethodImpl(Inline)]
    public static Lanes8 Fma(Lanes8 left, Lanes8 right, Lanes8 addend) =>
        new(Vector256.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(Inline)]
    public static Lanes8 Max(Lanes8 left, Lanes8 right) => Avx.IsSupported
        ? new(Avx.Max(left._value, right._value))
        : Select(LessThan(right, left), left, right);

    [MethodImpl(Inline)]
    public static Lanes8 Min(Lanes8 left, Lanes8 right) => Avx.IsSupported
        ? new(Avx.Min(left._value, right._value))
        : Select(LessThan(left, right), left, right);

    [MethodImpl(Inline)]
    public static Lanes8 Sqrt(Lanes8 value) => new(Vector256.Sqrt(value._value));

    [MethodImpl(Inline)]
    public static Lanes8 Abs(Lanes8 value) => new(Vector256.Abs(value._value));

    [MethodImpl(Inline)]
    public static Lanes8 LessThan(Lanes8 left, Lanes8 right) => new(Vector256.LessThan(left._value, right._value));

    [MethodImpl(Inline)]
    public static Lanes8 LessThanOrEqual(Lanes8 left, Lanes8 right) =>
        new(Vector256.LessThanOrEqual(left._value, right._value));

    [MethodImpl(Inline)]
    public static Lanes8 Equal(Lanes8 left, Lanes8 right) => new(Vector256.Equals(left._value, right._value));

    [MethodImpl(Inline)]
    public static Lanes8 IsNaN(Lanes8 value) => new(Vector256.IsNaN(value._value));

    [MethodImpl(Inline)]
    public static Lanes8 Select(Lanes8 mask, Lanes8 whenSet, Lanes8 otherwise) =>
        Avx.IsSupported
            ? new(Avx.BlendVariable(otherwise._value, whenSet._value, mask._value))
            : new(Vector256.ConditionalSelect(mask._value, whenSet._value, otherwise._value));

    [MethodImpl(Inline)]
    public static bool Any(Lanes8 mask) => mask._value.ExtractMostSignificantBits() != 0;

    [MethodImpl(Inline)]
    public static Lanes8 AddBits(Lanes8 left, Lanes8 right) => new((left._value.AsInt32() + right._value.AsInt32()).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes8 SubtractBits(Lanes8 left, Lanes8 right) =>
        new((left._value.AsInt32() - right._value.AsInt32()).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes8 MultiplyBits(Lanes8 left, Lanes8 right, out Lanes8 high)
    {
        if (!Avx2.IsSupported)
        {
            var lower = Lanes4.MultiplyBits(new(left._value.GetLower()), new(right._value.GetLower()), out var highLower);
            var upper = Lanes4.MultiplyBits(new(left._value.GetUpper()), new(right._value.GetUpper()), out var highUpper);
            high = new(Vector256.Create(highLower.Value, highUpper.Value));
            return new(Vector256.Create(lower.Value, upper.Value));
        }

        var (a, b) = (left._value.AsUInt32(), right._value.AsUInt32());
        var even = Avx2.Multiply(a, b);
        var odd = Avx2.Multiply((a.AsUInt64() >>> 32).AsUInt32(), (b.AsUInt64() >>> 32).AsUInt32());
        high = new(Avx2.Blend((even >>> 32).AsUInt32(), odd.AsUInt32(), 0b10101010).AsSingle());
        return new(Avx2.Blend(even.AsUInt32(), (odd << 32).AsUInt32(), 0b10101010).AsSingle());
    }

    [MethodImpl(Inline)]
    public static Lanes8 ShiftLeftBits(Lanes8 value, int count) => new((value._value.AsInt32() << count).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes8 ShiftRightBits(Lanes8 value, int count) => new((value._value.AsInt32() >>> count).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes8 ShiftRightArithmeticBits(Lanes8 value, int count) => new((value._value.AsInt32() >> count).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes8 LessThanBits(Lanes8 left, Lanes8 right) =>
        new(Vector256.LessThan(left._value.AsInt32(), right._value.AsInt32()).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes8 ToIntegerBits(Lanes8 value) => new(Vector256.ConvertToInt32Native(value._value).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes8 FromIntegerBits(Lanes8 value) => new(Vector256.ConvertToSingle(value._value.AsInt32()));

    [MethodImpl(Inline)]
    public static float Sum(Lanes8 value) => Lanes4.Sum(new(value._value.GetLower() + value._value.GetUpper()));

    [MethodImpl(Inline)]
    public static float MaxAcross(Lanes8 value) =>
        Lanes4.MaxAcross(Lanes4.Max(new(value._value.GetLower()), new(value._value.GetUpper())));

    [MethodImpl(Inline)]
    public static float First(Lanes8 value) => value._value.ToScalar();
}
