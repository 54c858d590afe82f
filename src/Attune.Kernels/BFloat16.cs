using System.Globalization;
using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// The upper half of a float: 1 sign bit, 8 bits of exponent, 7 of fraction. Same range as float, 2 to 3 decimal digits.
/// </summary>
/// <remarks>A storage type: widen to float to compute. Spans are converted by <see cref="Bf16Conversion"/>.</remarks>
public readonly struct BFloat16 : IEquatable<BFloat16>, IFormattable
{
    private BFloat16(ushort bits) => Bits = bits;

    /// <summary>The 16 bits.</summary>
    public ushort Bits { get; }

    /// <summary>The number with these bits.</summary>
    public static BFloat16 FromBits(ushort bits) => new(bits);

    /// <summary>
    /// The nearest bfloat16, ties to even; magnitudes from 0x1.FFp127 on become infinite, denormals stay denormals, NaN
    /// becomes a quiet NaN of the same sign.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static explicit operator BFloat16(float value) =>
        new((ushort)BitConverter.SingleToUInt32Bits(Lanes1.First(Bf16Lanes.RoundToBits(new Lanes1(value)))));

    /// <summary>The same number; exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <summary>Equality of numbers: 0 equals -0, NaN equals nothing.</summary>
    public static bool operator ==(BFloat16 left, BFloat16 right) => (float)left == (float)right;

    /// <summary>Inequality of numbers.</summary>
    public static bool operator !=(BFloat16 left, BFloat16 right) => !(left == right);

    /// <summary>Equality as of <see cref="float.Equals(float)"/>: NaN equals NaN.</summary>
    public bool Equals(BFloat16 other) => ((float)this).Equals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.CurrentCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ((float)this).ToString(format, formatProvider);
}
