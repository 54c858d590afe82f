using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Attune.Kernels;

/// <summary>Sixteen lanes: 512-bit vectors (AVX-512); elsewhere the JIT makes each of two 256-bit ones.</summary>
internal readonly unsafe struct Lanes16 : ILanes<Lanes16>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector512<float> _value;

    [MethodImpl(Inline)]
    public Lanes16(Vector512<float> value) => _value = value;

    public Vector512<float> Value { [MethodImpl(Inline)] get => _value; }

    public static int Count { [MethodImpl(Inline)] get => 16; }

    public static bool HasManyRegisters { [MethodImpl(Inline)] get => true; }

    public static Lanes16 Indices { [MethodImpl(Inline)] get => new(Vector512.Create(0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)); }

    [MethodImpl(Inline)]
    public static Lanes16 Create(float value) => new(Vector512.Create(value));

    [MethodImpl(Inline)]
    public static Lanes16 CreateBits(int value) => new(Vector512.Create(value).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes16 Load(float* source) => new(Vector512.Load(source));

    public static Lanes16 LoadPartial(float* source, int count) => new(Vector512.Create(
        Lanes8.LoadPartial(source, Math.Min(count, 8)).Value,
        Lanes8.LoadPartial(source + 8, Math.Max(count - 8, 0)).Value));

    [MethodImpl(Inline)]
    public static void Store(float* target, Lanes16 value) => value._value.Store(target);

    public static void StorePartial(float* target, int count, Lanes16 value)
    {
        Lanes8.StorePartial(target, Math.Min(count, 8), new(value._value.GetLower()));
        Lanes8.StorePartial(target + 8, Math.Max(count - 8, 0), new(value._value.GetUpper()));
    }

    [MethodImpl(Inline)]
    public static void StoreNonTemporal(float* target, Lanes16 value) => value._value.StoreAlignedNonTemporal(target);

    [MethodImpl(Inline)]
    public static Lanes16 LoadHalfBits(ushort* source) =>
        new(Vector512.WidenLower(Vector256.Load(source).ToVector512Unsafe()).AsSingle());

    [MethodImpl(Inline)]
    public static void StoreHalfBits(ushort* target, Lanes16 value) => Halves(value).Store(target);

    [MethodImpl(Inline)]
    public static void StoreHalfBitsNonTemporal(ushort* target, Lanes16 value) => Halves(value).StoreAlignedNonTemporal(target);

    [MethodImpl(Inline)]
    private static Vector256<ushort> Halves(Lanes16 value) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector256UInt16(value._value.AsUInt32())
        : Vector256.Narrow(value._value.GetLower().AsUInt32(), value._value.GetUpper().AsUInt32());

    [MethodImpl(Inline)]
    public static void LoadTransposed(float* source, long stride, out Lanes16 v0, out Lanes16 v1, out Lanes16 v2, out Lanes16 v3)
    {
        if (!Avx512F.IsSupported)
        {
            Lanes8.LoadTransposed(source, stride, out var l0, out var l1, out var l2, out var l3);
            Lanes8.LoadTransposed(source + (8 * stride), stride, out var h0, out var h1, out var h2, out var h3);
            v0 = new(Vector512.Create(l0.Value, h0.Value));
            v1 = new(Vector512.Create(l1.Value, h1.Value));
            v2 = new(Vector512.Create(l2.Value, h2.Value));
            v3 = new(Vector512.Create(l3.Value, h3.Value));
            return;
        }

        // Every fourth row shares a register: the shuffles work on all quarters alike.
        var r0 = LoadQuarters(source, 4 * stride);
        var r1 = LoadQuarters(source + stride, 4 * stride);
        var r2 = LoadQuarters(source + (2 * stride), 4 * stride);
        var r3 = LoadQuarters(source + (3 * stride), 4 * stride);
        var low = Avx512F.UnpackLow(r0, r1);
        var high = Avx512F.UnpackHigh(r0, r1);
        var low2 = Avx512F.UnpackLow(r2, r3);
        var high2 = Avx512F.UnpackHigh(r2, r3);
        v0 = new(Avx512F.Shuffle(low, low2, 0b01_00_01_00));
        v1 = new(Avx512F.Shuffle(low, low2, 0b11_10_11_10));
        v2 = new(Avx512F.Shuffle(high, high2, 0b01_00_01_00));
        v3 = new(Avx512F.Shuffle(high, high2, 0b11_10_11_10));
    }

    [MethodImpl(Inline)]
    public static void LoadTransposedPairs(ushort* source, long stride, out Lanes16 v0, out Lanes16 v1)
    {
        Lanes8.LoadTransposedPairs(source, stride, out var l0, out var l1);
        Lanes8.LoadTransposedPairs(source + (8 * stride), stride, out var h0, out var h1);
        v0 = new(Vector512.Create(l0.Value, h0.Value));
        v1 = new(Vector512.Create(l1.Value, h1.Value));
    }

    [MethodImpl(Inline)]
    public static Lanes16 operator +(Lanes16 left, Lanes16 right) => new(left._value + right._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator -(Lanes16 left, Lanes16 right) => new(left._value - right._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator *(Lanes16 left, Lanes16 right) => new(left._value * right._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator /(Lanes16 left, Lanes16 right) => new(left._value / right._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator -(Lanes16 value) => new(-value._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator &(Lanes16 left, Lanes16 right) => new(left._value & right._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator |(Lanes16 left, Lanes16 right) => new(left._value | right._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator ^(Lanes16 left, Lanes16 right) => new(left._value ^ right._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator ~(Lanes16 value) => new(~value._value);

    [MethodImpl(Inline)]
    public static Lanes16 Fma(Lanes16 left, Lanes16 right, Lanes16 addend) =>
        new(Vector512.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(Inline)]
    public static Lanes16 Max(Lanes16 left, Lanes16 right) => Avx512F.IsSupported
        ? new(Avx512F.Max(left._value, right._value))
        : Select(LessThan(right, left), left, right);

    [MethodImpl(Inline)]
    public static Lanes16 Min(Lanes16 left, Lanes16 right) => Avx512F.IsSupported
        ? new(Avx512F.Min(left._value, right._value))
        : Select(LessThan(left, right), left, right);

    [MethodImpl(Inline)]
    public static Lanes16 Sqrt(Lanes16 value) => new(Vector512.Sqrt(value._value));

    [MethodImpl(Inline)]
    public static Lanes16 Abs(Lanes16 value) => new(Vector512.Abs(value._value));

    [MethodImpl(Inline)]
    public static Lanes16 LessThan(Lanes16 left, Lanes16 right) => new(Vector512.LessThan(left._value, right._value));

    [MethodImpl(Inline)]
    public static Lanes16 LessThanOrEqual(Lanes16 left, Lanes16 right) =>
        new(Vector512.LessThanOrEqual(left._value, right._value));

    [MethodImpl(Inline)]
    public static Lanes16 Equal(Lanes16 left, Lanes16 right) => new(Vector512.Equals(left._value, right._value));

    [MethodImpl(Inline)]
    public static Lanes16 IsNaN(Lanes16 value) => new(Vector512.IsNaN(value._value));

    [MethodImpl(Inline)]
    public static Lanes16 Select(Lanes16 mask, Lanes16 whenSet, Lanes16 otherwise) =>
        new(Vector512.ConditionalSelect(mask._value, whenSet._value, otherwise._value));

    [MethodImpl(Inline)]
    public static bool Any(Lanes16 mask) => mask._value.ExtractMostSignificantBits() != 0;

    [MethodImpl(Inline)]
    public static Lanes16 AddBits(Lanes16 left, Lanes16 right) => new((left._value.AsInt32() + right._value.AsInt32()).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes16 SubtractBits(Lanes16 left, Lanes16 right) =>
        new((left._value.AsInt32() - right._value.AsInt32()).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes16 MultiplyBits(Lanes16 left, Lanes16 right, out Lanes16 high)
    {
        if (!Avx512F.IsSupported)
        {
            var lower = Lanes8.MultiplyBits(new(left._value.GetLower()), new(right._value.GetLower()), out var highLower);
            var upper = Lanes8.MultiplyBits(new(left._value.GetUpper()), new(right._value.GetUpper()), out var highUpper);
            high = new(Vector512.Create(highLower.Value, highUpper.Value));
            return new(Vector512.Create(lower.Value, upper.Value));
        }

        var (a, b) = (left._value.AsUInt32(), right._value.AsUInt32());
        var even = Avx512F.Multiply(a, b);
        var odd = Avx512F.Multiply((a.AsUInt64() >>> 32).AsUInt32(), (b.AsUInt64() >>> 32).AsUInt32());
        // Of each pair of products the low or the high halves, by one instruction.
        var low = Vector512.Create(0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30);
        high = new(Avx512F.PermuteVar16x32x2(even.AsSingle(), low + Vector512<int>.One, odd.AsSingle()));
        return new(Avx512F.PermuteVar16x32x2(even.AsSingle(), low, odd.AsSingle()));
    }

    [MethodImpl(Inline)]
    public static Lanes16 ShiftLeftBits(Lanes16 value, int count) => new((value._value.AsInt32() << count).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes16 ShiftRightBits(Lanes16 value, int count) => new((value._value.AsInt32() >>> count).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes16 ShiftRightArithmeticBits(Lanes16 value, int count) => new((value._value.AsInt32() >> count).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes16 LessThanBits(Lanes16 left, Lanes16 right) =>
        new(Vector512.LessThan(left._value.AsInt32(), right._value.AsInt32()).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes16 ToIntegerBits(Lanes16 value) => new(Vector512.ConvertToInt32Native(value._value).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes16 FromIntegerBits(Lanes16 value) => new(Vector512.ConvertToSingle(value._value.AsInt32()));

    [MethodImpl(Inline)]
    public static Lanes16 Fraction(Lanes16 value, Lanes16 rounder) =>
        Avx512DQ.IsSupported ? new(Avx512DQ.Reduce(value._value, 0)) : value - ((value + rounder) - rounder);

    [MethodImpl(Inline)]
    public static float Sum(Lanes16 value) => Lanes8.Sum(new(value._value.GetLower() + value._value.GetUpper()));

    [MethodImpl(Inline)]
    public static float MaxAcross(Lanes16 value) =>
        Lanes8.MaxAcross(Lanes8.Max(new(value._value.GetLower()), new(value._value.GetUpper())));

    [MethodImpl(Inline)]
    public static float First(Lanes16 value) => value._value.ToScalar();

    /// <summary>Four neighbours from each of four places; insertions from memory need no shuffle.</summary>
    [MethodImpl(Inline)]
    private static Vector512<float> LoadQuarters(float* source, long stride)
    {
        float* upper = source + (2 * stride);
        var value = Vector128.Load(source).ToVector256Unsafe().ToVector512Unsafe();
        value = Avx512F.InsertVector128(value, Vector128.Load(source + stride), 1);
        value = Avx512F.InsertVector128(value, Vector128.Load(upper), 2);
        return Avx512F.InsertVector128(value, Vector128.Load(upper + stride), 3);
    }
}
