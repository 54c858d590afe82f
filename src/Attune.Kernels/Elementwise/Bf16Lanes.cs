using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>bfloat16 numbers in lanes of floats.</summary>
internal static unsafe class Bf16Lanes
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>As many numbers as there are lanes, widened; exact.</summary>
    [MethodImpl(Inline)]
    public static V Load<V>(BFloat16* source)
        where V : struct, ILanes<V> => V.ShiftLeftBits(V.LoadHalfBits((ushort*)source), 16);

    /// <summary>The first <paramref name="count"/> numbers, widened, zero in the other lanes; reads nothing beyond them.</summary>
    [MethodImpl(Inline)]
    public static V LoadUpTo<V>(BFloat16* source, long count)
        where V : struct, ILanes<V> => count >= V.Count ? Load<V>(source) : LoadPartial<V>(source, (int)count);

    /// <summary>Rounds and stores as many numbers as there are lanes.</summary>
    [MethodImpl(Inline)]
    public static void Store<V>(BFloat16* target, V value)
        where V : struct, ILanes<V> => V.StoreHalfBits((ushort*)target, RoundToBits(value));

    /// <summary>The same past the caches; <paramref name="target"/> must be aligned to what is written.</summary>
    [MethodImpl(Inline)]
    public static void StoreNonTemporal<V>(BFloat16* target, V value)
        where V : struct, ILanes<V> => V.StoreHalfBitsNonTemporal((ushort*)target, RoundToBits(value));

    /// <summary>Rounds and stores the first <paramref name="count"/> numbers and writes nothing beyond them.</summary>
    [MethodImpl(Inline)]
    public static void StoreUpTo<V>(BFloat16* target, long count, V value)
        where V : struct, ILanes<V>
    {
        if (count >= V.Count)
            Store(target, value);
        else
            StorePartial(target, (int)count, value);
    }

    /// <summary>The bits of the nearest bfloat16 (ties to even) in the low half of each lane.</summary>
    [MethodImpl(Inline)]
    public static V RoundToBits<V>(V value)
        where V : struct, ILanes<V>
    {
        // Adding just under half a unit, and one more where the kept part is odd, carries into the upper half exactly
        // when rounding to even goes up; from the largest finite number it carries into infinity.
        var upper = V.ShiftRightBits(value, 16);
        var bias = V.AddBits(upper & V.CreateBits(1), V.CreateBits(0x7FFF));
        var rounded = V.ShiftRightBits(V.AddBits(value, bias), 16);
        return V.Select(V.IsNaN(value), upper | V.CreateBits(0x40), rounded);
    }

    private static V LoadPartial<V>(BFloat16* source, int count)
        where V : struct, ILanes<V>
    {
        Lanes whole = default;
        Unsafe.CopyBlockUnaligned(&whole, source, (uint)(count * sizeof(BFloat16)));
        return Load<V>((BFloat16*)&whole);
    }

    private static void StorePartial<V>(BFloat16* target, int count, V value)
        where V : struct, ILanes<V>
    {
        Lanes whole = default;
        Store((BFloat16*)&whole, value);
        Unsafe.CopyBlockUnaligned(target, &whole, (uint)(count * sizeof(BFloat16)));
    }

    /// <summary>Room for the widest vector's numbers.</summary>
    [InlineArray(16)]
    private struct Lanes
    {
        private ushort _first;
    }
}
