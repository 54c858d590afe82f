using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// A vector of single-precision numbers of one fixed width. Every kernel is written once against this interface and
/// compiled by the JIT for each width: <see cref="Lanes1"/> (the scalar reference), <see cref="Lanes4"/>,
/// <see cref="Lanes8"/> and <see cref="Lanes16"/>.
/// </summary>
/// <remarks>
/// Comparisons give a mask: all bits of a lane set or none. Members that end in <c>Bits</c> treat a lane as a 32-bit
/// integer. All operations round to nearest even; only <see cref="Fma"/> of <see cref="Lanes4"/> on processors without
/// fused multiply-add rounds twice.
/// </remarks>
/// <typeparam name="T">The implementing type itself.</typeparam>
internal unsafe interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>True with 32 registers for vectors of this width, false with 16.</summary>
    static abstract bool HasManyRegisters { get; }

    /// <summary>0, 1, 2, … as floats.</summary>
    static abstract T Indices { get; }

    static abstract T Create(float value);

    static abstract T CreateBits(int value);

    static abstract T Load(float* source);

    /// <summary>The first <paramref name="count"/> lanes from memory, zero in the others; reads nothing beyond them.</summary>
    static abstract T LoadPartial(float* source, int count);

    static abstract void Store(float* target, T value);

    /// <summary>Writes the first <paramref name="count"/> lanes and nothing beyond them.</summary>
    static abstract void StorePartial(float* target, int count, T value);

    /// <summary>Writes past the caches; <paramref name="target"/> must be aligned to the width of the vector.</summary>
    static abstract void StoreNonTemporal(float* target, T value);

    /// <summary>16-bit integers from memory, each extended with zeros to a lane.</summary>
    static abstract T LoadHalfBits(ushort* source);

    /// <summary>Writes the low 16 bits of each lane; the high ones must be zero.</summary>
    static abstract void StoreHalfBits(ushort* target, T value);

    /// <summary>The same past the caches, where there is such a store; <paramref name="target"/> must be aligned to what is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual void StoreHalfBitsNonTemporal(ushort* target, T value) => T.StoreHalfBits(target, value);

    /// <summary>
    /// Transposes while loading: lane i of <paramref name="v0"/> to <paramref name="v3"/> gets the four neighbours that
    /// begin i strides after <paramref name="source"/>.
    /// </summary>
    static abstract void LoadTransposed(float* source, long stride, out T v0, out T v1, out T v2, out T v3);

    /// <summary>
    /// Lane i of <paramref name="v0"/> and <paramref name="v1"/> gets the two neighbours of 32 bits that begin i strides of
    /// 16 bits after <paramref name="source"/>.
    /// </summary>
    static abstract void LoadTransposedPairs(ushort* source, long stride, out T v0, out T v1);

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    static abstract T operator *(T left, T right);

    static abstract T operator /(T left, T right);

    static abstract T operator -(T value);

    static abstract T operator &(T left, T right);

    static abstract T operator |(T left, T right);

    static abstract T operator ^(T left, T right);

    static abstract T operator ~(T value);

    /// <summary>left * right + addend with one rounding.</summary>
    static abstract T Fma(T left, T right, T addend);

    /// <summary>The larger; <paramref name="right"/> where either is NaN (one instruction, unlike IEEE maximum).</summary>
    static abstract T Max(T left, T right);

    /// <summary>The smaller; <paramref name="right"/> where either is NaN.</summary>
    static abstract T Min(T left, T right);

    static abstract T Sqrt(T value);

    static abstract T Abs(T value);

    static abstract T LessThan(T left, T right);

    static abstract T LessThanOrEqual(T left, T right);

    static abstract T Equal(T left, T right);

    static abstract T IsNaN(T value);

    /// <summary><paramref name="whenSet"/> where the mask is set (all bits of a lane or none), else <paramref name="otherwise"/>.</summary>
    static abstract T Select(T mask, T whenSet, T otherwise);

    /// <summary>True when any lane of the mask is set.</summary>
    static abstract bool Any(T mask);

    static abstract T AddBits(T left, T right);

    static abstract T SubtractBits(T left, T right);

    /// <summary>The low 32 bits of the product of unsigned integers; <paramref name="high"/> gets the high ones.</summary>
    static abstract T MultiplyBits(T left, T right, out T high);

    static abstract T ShiftLeftBits(T value, int count);

    static abstract T ShiftRightBits(T value, int count);

    static abstract T ShiftRightArithmeticBits(T value, int count);

    static abstract T LessThanBits(T left, T right);

    /// <summary>Truncates to 32-bit integers; lanes outside of their range are unspecified.</summary>
    static abstract T ToIntegerBits(T value);

    static abstract T FromIntegerBits(T value);

    /// <summary>The value minus the nearest integer (ties to even), for values below 2^22 in magnitude.</summary>
    /// <param name="rounder">1.5 * 2^23, which rounds what it is added to; the caller has it in a register.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T Fraction(T value, T rounder) => value - ((value + rounder) - rounder);

    /// <summary>The sum of all lanes, always in the same order for one width: halves are added until one is left.</summary>
    static abstract float Sum(T value);

    /// <summary>The largest lane; with NaN among the lanes unspecified.</summary>
    static abstract float MaxAcross(T value);

    static abstract float First(T value);

    static virtual T Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => T.Create(0f);
    }

    /// <summary>Loads min(<paramref name="count"/>, lanes) lanes, zero in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T LoadUpTo(float* source, long count) =>
        count >= T.Count ? T.Load(source) : T.LoadPartial(source, (int)count);

    /// <summary>Stores min(<paramref name="count"/>, lanes) lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual void StoreUpTo(float* target, long count, T value)
    {
        if (count >= T.Count)
            T.Store(target, value);
        else
            T.StorePartial(target, (int)count, value);
    }
}
