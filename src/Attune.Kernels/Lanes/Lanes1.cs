using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>One lane: the scalar reference path, for reading, for stepping through, and for checking the others.</summary>
internal readonly unsafe struct Lanes1 : ILanes<Lanes1>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly float _value;

    [MethodImpl(Inline)]
    public Lanes1(float value) => _value = value;

    public static int Count { [MethodImpl(Inline)] get => 1; }

    public static bool HasManyRegisters { [MethodImpl(Inline)] get => false; }

    public static Lanes1 Indices { [MethodImpl(Inline)] get => new(0f); }

    [MethodImpl(Inline)]
    public static Lanes1 Create(float value) => new(value);

    [MethodImpl(Inline)]
    public static Lanes1 CreateBits(int value) => new(BitConverter.Int32BitsToSingle(value));

    [MethodImpl(Inline)]
    public static Lanes1 Load(float* source) => new(*source);

    public static Lanes1 LoadPartial(float* source, int count) => count > 0 ? new(*source) : default;

    [MethodImpl(Inline)]
    public static void Store(float* target, Lanes1 value) => *target = value._value;

    public static void StorePartial(float* target, int count, Lanes1 value)
    {
        if (count > 0)
            *target = value._value;
    }

    [MethodImpl(Inline)]
    public static void StoreNonTemporal(float* target, Lanes1 value) => *target = value._value;

    [MethodImpl(Inline)]
    public static Lanes1 LoadHalfBits(ushort* source) => CreateBits(*source);

    [MethodImpl(Inline)]
    public static void StoreHalfBits(ushort* target, Lanes1 value) =>
        *target = (ushort)BitConverter.SingleToUInt32Bits(value._value);

    [MethodImpl(Inline)]
    public static void LoadTransposed(float* source, long stride, out Lanes1 v0, out Lanes1 v1, out Lanes1 v2, out Lanes1 v3) =>
        (v0, v1, v2, v3) = (new(source[0]), new(source[1]), new(source[2]), new(source[3]));

    [MethodImpl(Inline)]
    public static void LoadTransposedPairs(ushort* source, long stride, out Lanes1 v0, out Lanes1 v1) =>
        (v0, v1) = (new(*(float*)source), new(*(float*)(source + 2)));

    [MethodImpl(Inline)]
    public static Lanes1 operator +(Lanes1 left, Lanes1 right) => new(left._value + right._value);

    [MethodImpl(Inline)]
    public static Lanes1 operator -(Lanes1 left, Lanes1 right) => new(left._value - right._value);

    [MethodImpl(Inline)]
    public static Lanes1 operator *(Lanes1 left, Lanes1 right) => new(left._value * right._value);

    [MethodImpl(Inline)]
    public static Lanes1 operator /(Lanes1 left, Lanes1 right) => new(left._value / right._value);

    [MethodImpl(Inline)]
    public static Lanes1 operator -(Lanes1 value) => new(-value._value);

    [MethodImpl(Inline)]
    public static Lanes1 operator &(Lanes1 left, Lanes1 right) => FromBits(Bits(left) & Bits(right));

    [MethodImpl(Inline)]
    public static Lanes1 operator |(Lanes1 left, Lanes1 right) => FromBits(Bits(left) | Bits(right));

    [MethodImpl(Inline)]
    public static Lanes1 operator ^(Lanes1 left, Lanes1 right) => FromBits(Bits(left) ^ Bits(right));

    [MethodImpl(Inline)]
    public static Lanes1 operator ~(Lanes1 value) => FromBits(~Bits(value));

    [MethodImpl(Inline)]
    public static Lanes1 Fma(Lanes1 left, Lanes1 right, Lanes1 addend) =>
        new(MathF.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(Inline)]
    public static Lanes1 Max(Lanes1 left, Lanes1 right) => left._value > right._value ? left : right;

    [MethodImpl(Inline)]
    public static Lanes1 Min(Lanes1 left, Lanes1 right) => left._value < right._value ? left : right;

    [MethodImpl(Inline)]
    public static Lanes1 Sqrt(Lanes1 value) => new(MathF.Sqrt(value._value));

    [MethodImpl(Inline)]
    public static Lanes1 Abs(Lanes1 value) => new(MathF.Abs(value._value));

    [MethodImpl(Inline)]
    public static Lanes1 LessThan(Lanes1 left, Lanes1 right) => Mask(left._value < right._value);

    [MethodImpl(Inline)]
    public static Lanes1 LessThanOrEqual(Lanes1 left, Lanes1 right) => Mask(left._value <= right._value);

    [MethodImpl(Inline)]
    public static Lanes1 Equal(Lanes1 left, Lanes1 right) => Mask(left._value == right._value);

    [MethodImpl(Inline)]
    public static Lanes1 IsNaN(Lanes1 value) => Mask(float.IsNaN(value._value));

    [MethodImpl(Inline)]
    public static Lanes1 Select(Lanes1 mask, Lanes1 whenSet, Lanes1 otherwise) =>
        FromBits((Bits(mask) & Bits(whenSet)) | (~Bits(mask) & Bits(otherwise)));

    [MethodImpl(Inline)]
    public static bool Any(Lanes1 mask) => Bits(mask) < 0;

    [MethodImpl(Inline)]
    public static Lanes1 AddBits(Lanes1 left, Lanes1 right) => FromBits(unchecked(Bits(left) + Bits(right)));

    [MethodImpl(Inline)]
    public static Lanes1 SubtractBits(Lanes1 left, Lanes1 right) => FromBits(unchecked(Bits(left) - Bits(right)));

    [MethodImpl(Inline)]
    public static Lanes1 MultiplyBits(Lanes1 left, Lanes1 right, out Lanes1 high)
    {
        ulong product = (ulong)(uint)Bits(left) * (uint)Bits(right);
        high = FromBits((int)(product >> 32));
        return FromBits((int)product);
    }

    [MethodImpl(Inline)]
    public static Lanes1 ShiftLeftBits(Lanes1 value, int count) => FromBits(Bits(value) << count);

    [MethodImpl(Inline)]
    public static Lanes1 ShiftRightBits(Lanes1 value, int count) => FromBits(Bits(value) >>> count);

    [MethodImpl(Inline)]
    public static Lanes1 ShiftRightArithmeticBits(Lanes1 value, int count) => FromBits(Bits(value) >> count);

    [MethodImpl(Inline)]
    public static Lanes1 LessThanBits(Lanes1 left, Lanes1 right) => Mask(Bits(left) < Bits(right));

    [MethodImpl(Inline)]
    public static Lanes1 ToIntegerBits(Lanes1 value) => FromBits(float.ConvertToIntegerNative<int>(value._value));

    [MethodImpl(Inline)]
    public static Lanes1 FromIntegerBits(Lanes1 value) => new(Bits(value));

    [MethodImpl(Inline)]
    public static float Sum(Lanes1 value) => value._value;

    [MethodImpl(Inline)]
    public static float MaxAcross(Lanes1 value) => value._value;

    [MethodImpl(Inline)]
    public static float First(Lanes1 value) => value._value;

    [MethodImpl(Inline)]
    private static int Bits(Lanes1 value) => BitConverter.SingleToInt32Bits(value._value);

    [MethodImpl(Inline)]
    private static Lanes1 FromBits(int bits) => new(BitConverter.Int32BitsToSingle(bits));

    [MethodImpl(Inline)]
    private static Lanes1 Mask(bool set) => FromBits(set ? -1 : 0);
}
