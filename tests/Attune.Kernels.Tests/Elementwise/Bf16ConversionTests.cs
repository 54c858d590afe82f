namespace Attune.Kernels.Tests;

public class Bf16ConversionTests
{
    private static readonly BFloat16[] s_all = [.. Enumerable.Range(0, 65536).Select(bits => BFloat16.FromBits((ushort)bits))];

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Widening_is_exact_for_all_65536_numbers(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        var wide = new float[s_all.Length];
        Bf16Conversion.Widen(s_all, wide);
        for (int i = 0; i < wide.Length; i++)
        {
            Assert.Equal((uint)i << 16, BitConverter.SingleToUInt32Bits(wide[i]));
            Assert.Equal((uint)i << 16, BitConverter.SingleToUInt32Bits(s_all[i]));
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Rounding_what_was_widened_changes_nothing_but_quiets_NaN(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        var wide = new float[s_all.Length];
        var back = new BFloat16[s_all.Length];
        Bf16Conversion.Widen(s_all, wide);
        Bf16Conversion.Round(wide, back);
        for (int i = 0; i < back.Length; i++)
            Assert.Equal(float.IsNaN(s_all[i]) ? i | 0x40 : i, back[i].Bits);
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Rounding_gives_the_nearest_and_the_even_one_of_two_that_are_as_near(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        // Around every finite number: on it, just above, just below the tie with its neighbour, on the tie, just above it.
        uint[] offsets = [0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF];
        var bits = new List<uint>();
        for (uint upper = 0; upper < 65536; upper++)
        {
            if ((upper & 0x7F80) != 0x7F80)
                bits.AddRange(offsets.Select(offset => (upper << 16) | offset));
        }

        float[] x = [.. bits.Select(BitConverter.UInt32BitsToSingle)];
        var y = new BFloat16[x.Length];
        Bf16Conversion.Round(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            if (Nearest(x[i]) != y[i].Bits || ((BFloat16)x[i]).Bits != y[i].Bits)
                Assert.Fail($"bits {bits[i]:x8}: expected {Nearest(x[i]):x4}, got {y[i].Bits:x4} and {((BFloat16)x[i]).Bits:x4}");
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void NaN_stays_NaN_with_its_sign_also_when_only_low_bits_say_so(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        uint[] bits = [0x7F800001, 0x7FFFFFFF, 0x7FC00000, 0xFF800001, 0xFFFFFFFF, 0x7F808000, 0xFFBF8000, 0x7F80FFFF, 0x7FA12345];
        float[] x = [.. bits.Select(BitConverter.UInt32BitsToSingle)];
        var y = new BFloat16[x.Length];
        Bf16Conversion.Round(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.True(float.IsNaN(y[i]));
            Assert.Equal(0x40, y[i].Bits & 0x40);
            Assert.Equal(bits[i] >> 31, (uint)y[i].Bits >> 15);
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Every_length_and_offset_gives_the_same_bits_and_touches_nothing_else(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        float[] source = [.. Inputs.Special, .. Inputs.Normal(300, 1)];
        foreach (int length in Inputs.Lengths)
        {
            int offset = length % 5;
            var rounded = new BFloat16[length + offset + 3];
            var widened = new float[length + offset + 3];
            Bf16Conversion.Round(source.AsSpan(offset, length), rounded.AsSpan(offset, length));
            Bf16Conversion.Widen(rounded.AsSpan(offset, length), widened.AsSpan(offset, length));
            for (int i = 0; i < rounded.Length; i++)
            {
                ushort expected = i >= offset && i < offset + length ? ((BFloat16)source[i]).Bits : (ushort)0;
                Assert.Equal(expected, rounded[i].Bits);
                Assert.Equal((uint)expected << 16, BitConverter.SingleToUInt32Bits(widened[i]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Threads_do_not_change_a_bit(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        float[] x = Inputs.Normal((int)Launch.ElementGrain * 3 + 77, 2);
        foreach (int threads in Paths.Threads)
        {
            using var scope = Workers.Use(threads);
            var y = new BFloat16[x.Length];
            Bf16Conversion.Round(x, y);
            for (int i = 0; i < x.Length; i++)
                Assert.Equal(((BFloat16)x[i]).Bits, y[i].Bits);
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Large_outputs_that_bypass_the_caches_have_the_same_bits(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        var x = new float[(Streaming.FromBytes / sizeof(ushort)) + 77];
        RandomNumbers.Normal(new RandomKey(1, 2, 3), x, 1, x.Length);
        var (rounded, widened) = (new BFloat16[x.Length], new float[x.Length]);
        Bf16Conversion.Round(x.AsSpan(1), rounded.AsSpan(1));
        Bf16Conversion.Widen(rounded.AsSpan(1), widened.AsSpan(1));
        for (int i = 1; i < x.Length; i++)
        {
            if (((BFloat16)x[i]).Bits != rounded[i].Bits || BitConverter.SingleToUInt32Bits(widened[i]) != (uint)rounded[i].Bits << 16)
                Assert.Fail($"{x[i]:r} on {path}: {rounded[i].Bits:x4}, widened {widened[i]:r}");
        }
    }

    [Fact]
    public void Wrong_lengths_and_overlapping_memory_are_named()
    {
        var x = new float[8];
        Assert.Equal("bf16_round: expected a result of 8, got 7", Assert.Throws<ArgumentException>(() => Bf16Conversion.Round(x, new BFloat16[7])).Message);
        Assert.Equal("bf16_widen: expected a result of 3, got 8", Assert.Throws<ArgumentException>(() => Bf16Conversion.Widen(new BFloat16[3], x)).Message);
        var error = Assert.Throws<ArgumentException>(() =>
            Bf16Conversion.Round(x, System.Runtime.InteropServices.MemoryMarshal.Cast<float, BFloat16>(x.AsSpan(4))[..8]));
        Assert.Equal("bf16_round: expected a result that does not overlap its operand", error.Message);
    }

    [Fact]
    public void Equality_is_that_of_the_numbers()
    {
        BFloat16 zero = default, minusZero = BFloat16.FromBits(0x8000), nan = BFloat16.FromBits(0x7FC0);
        Assert.True(zero == minusZero && zero.Equals(minusZero));
        Assert.Equal(zero.GetHashCode(), minusZero.GetHashCode());
        Assert.True(nan != BFloat16.FromBits(0x7FC0));
        Assert.True(nan.Equals((object)BFloat16.FromBits(0xFFC1)));
        Assert.Equal("1.5", ((BFloat16)1.5f).ToString(null, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The definition, by comparing distances to both neighbours in double precision.</summary>
    private static ushort Nearest(float x)
    {
        uint lower = BitConverter.SingleToUInt32Bits(x) >> 16;
        double below = Math.Abs((double)BitConverter.UInt32BitsToSingle(lower << 16));
        // The neighbour above the largest finite number counts as 2^128, as IEEE 754 rounds.
        double above = (lower & 0x7FFF) == 0x7F7F ? Math.ScaleB(1, 128) : Math.Abs((double)BitConverter.UInt32BitsToSingle((lower + 1) << 16));
        double magnitude = Math.Abs((double)x);
        double down = magnitude - below, up = above - magnitude;
        return (ushort)(down < up || (down == up && lower % 2 == 0) ? lower : lower + 1);
    }
}
