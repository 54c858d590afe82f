using System.Text.Json;

namespace Attune.Formats;

/// <summary>How a file stores the elements of a tensor: every type of the safetensors format under its name there, in its order of rising width.</summary>
#pragma warning disable CA1707, CS1591 // the names are the format's, underscores included, and say all there is to say here
public enum StoredType
{
    BOOL,
    F4,
    F6_E2M3,
    F6_E3M2,
    U8,
    I8,
    F8_E5M2,
    F8_E4M3,
    F8_E8M0,
    F8_E4M3FNUZ,
    F8_E5M2FNUZ,
    I16,
    U16,
    F16,
    BF16,
    I32,
    U32,
    F32,
    C64,
    F64,
    I64,
    U64,
}
#pragma warning restore CA1707, CS1591

/// <summary>What follows from a <see cref="StoredType"/>.</summary>
public static class StoredTypes
{
    // The values of the enum count from zero, so that a name's place is its value.
    private static readonly string[] s_names = Enum.GetNames<StoredType>();

    internal static string List => string.Join(", ", s_names);

    /// <summary>The width of an element in bits. Types narrower than a byte are packed without gaps.</summary>
    public static int Bits(this StoredType type) => type switch
    {
        StoredType.F4 => 4,
        StoredType.F6_E2M3 or StoredType.F6_E3M2 => 6,
        < StoredType.I16 => 8,
        < StoredType.I32 => 16,
        < StoredType.C64 => 32,
        <= StoredType.U64 => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>The type that the string names on which the reader stands.</summary>
    internal static StoredType? Find(ref Utf8JsonReader reader)
    {
        for (int i = 0; i < s_names.Length; i++)
        {
            if (reader.ValueTextEquals(s_names[i]))
                return (StoredType)i;
        }

        return null;
    }

    /// <summary>What the offsets of a type's tensors are multiples of.</summary>
    internal static int Alignment(this StoredType type) => Math.Max(1, type.Bits() / 8);

    /// <summary>The bytes that a tensor takes; null where they are not whole, or more than fit a file.</summary>
    internal static long? ByteLength(this StoredType type, ReadOnlySpan<long> shape)
    {
        Int128 bits = type.Bits();
        foreach (long dimension in shape)
            bits = bits <= long.MaxValue ? bits * dimension : Int128.MaxValue; // 63 bits by 63 bits fit; more fit no file
        return bits <= long.MaxValue && bits % 8 == 0 ? (long)(bits / 8) : null;
    }
}
