namespace Attune.Kernels.Tests.Lanes;

/// <summary>Every member of every vector width against the one-lane form, which is plain C# on a float.</summary>
public unsafe class LanesTests
{
    [Fact]
    public void Four_lanes_compute_what_one_computes() => Check<Lanes4>();

    [Fact]
    public void Eight_lanes_compute_what_one_computes() => Check<Lanes8>();

    [Fact]
    public void Sixteen_lanes_compute_what_one_computes() => Check<Lanes16>();

    [Fact]
    public void Partial_loads_and_stores_touch_nothing_beyond_their_count()
    {
        Partial<Lanes1>();
        Partial<Lanes4>();
        Partial<Lanes8>();
        Partial<Lanes16>();
    }

    [Fact]
    public void Sums_and_maxima_across_lanes_are_those_of_the_numbers()
    {
        Across<Lanes1>();
        Across<Lanes4>();
        Across<Lanes8>();
        Across<Lanes16>();
    }

    private static void Check<V>()
        where V : struct, ILanes<V>
    {
        Binary<V>("+", (x, y) => x + y, (x, y) => x + y);
        Binary<V>("-", (x, y) => x - y, (x, y) => x - y);
        Binary<V>("*", (x, y) => x * y, (x, y) => x * y);
        Binary<V>("/", (x, y) => x / y, (x, y) => x / y);
        Binary<V>("and", (x, y) => x & y, (x, y) => x & y);
        Binary<V>("or", (x, y) => x | y, (x, y) => x | y);
        Binary<V>("xor", (x, y) => x ^ y, (x, y) => x ^ y);
        Binary<V>("max", V.Max, Lanes1.Max);
        Binary<V>("min", V.Min, Lanes1.Min);
        Binary<V>("less", V.LessThan, Lanes1.LessThan);
        Binary<V>("less or equal", V.LessThanOrEqual, Lanes1.LessThanOrEqual);
        Binary<V>("equal", V.Equal, Lanes1.Equal);
        Binary<V>("add bits", V.AddBits, Lanes1.AddBits);
        Binary<V>("subtract bits", V.SubtractBits, Lanes1.SubtractBits);
        Binary<V>("less bits", V.LessThanBits, Lanes1.LessThanBits);
        Binary<V>("multiply bits", (x, y) => V.MultiplyBits(x, y, out _), (x, y) => Lanes1.MultiplyBits(x, y, out _));
        Binary<V>("multiply bits, high", HighBits, HighBits);
        Binary<V>("select", (x, y) => V.Select(V.LessThan(x, y), x, y), (x, y) => Lanes1.Select(Lanes1.LessThan(x, y), x, y));
        Binary<V>("negate", (x, _) => -x, (x, _) => -x);
        Binary<V>("not", (x, _) => ~x, (x, _) => ~x);
        Binary<V>("sqrt", (x, _) => V.Sqrt(x), (x, _) => Lanes1.Sqrt(x));
        Binary<V>("abs", (x, _) => V.Abs(x), (x, _) => Lanes1.Abs(x));
        Binary<V>("is nan", (x, _) => V.IsNaN(x), (x, _) => Lanes1.IsNaN(x));
        Binary<V>("shift left", (x, _) => V.ShiftLeftBits(x, 7), (x, _) => Lanes1.ShiftLeftBits(x, 7));
        Binary<V>("shift right", (x, _) => V.ShiftRightBits(x, 7), (x, _) => Lanes1.ShiftRightBits(x, 7));
        Binary<V>("shift right, signed", (x, _) => V.ShiftRightArithmeticBits(x, 7), (x, _) => Lanes1.ShiftRightArithmeticBits(x, 7));
        Binary<V>("from integer", (x, _) => V.FromIntegerBits(x), (x, _) => Lanes1.FromIntegerBits(x));
        Binary<V>("to integer", (x, _) => V.ToIntegerBits(InRange(x)), (x, _) => Lanes1.ToIntegerBits(InRange(x)));

        // Four lanes round twice on a processor without fused multiply-add, as documented.
        if (V.Count != 4 || System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported)
            Binary<V>("fma", (x, y) => V.Fma(x, y, x), (x, y) => Lanes1.Fma(x, y, x));
    }

    private static T HighBits<T>(T x, T y)
        where T : struct, ILanes<T>
    {
        T.MultiplyBits(x, y, out var high);
        return high;
    }

    /// <summary>Conversions outside of the range of an integer are unspecified.</summary>
    private static T InRange<T>(T x)
        where T : struct, ILanes<T> =>
        T.Select(T.LessThan(T.Abs(x), T.Create(2e9f)), x, T.Create(-3.75f));

    private static void Binary<V>(string what, Func<V, V, V> wide, Func<Lanes1, Lanes1, Lanes1> one)
        where V : struct, ILanes<V>
    {
        float[] values = [.. Inputs.Special, .. Inputs.Normal(46, seed: 3, scale: 100)];
        Assert.Equal(0, values.Length % V.Count);
        var results = new float[values.Length];
        for (int shift = 0; shift < values.Length; shift++)
        {
            float[] others = [.. values[shift..], .. values[..shift]];
            fixed (float* x = values, y = others, z = results)
            {
                for (int i = 0; i < values.Length; i += V.Count)
                    V.Store(z + i, wide(V.Load(x + i), V.Load(y + i)));
                for (int i = 0; i < values.Length; i++)
                {
                    float expected = Lanes1.First(one(Lanes1.Load(x + i), Lanes1.Load(y + i)));
                    bool same = BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(results[i])
                        || (float.IsNaN(expected) && float.IsNaN(results[i]));
                    Assert.True(same, $"{what} of {values[i]:r} and {others[i]:r}: expected {expected:r}, got {results[i]:r}");
                }
            }
        }
    }

    private static void Partial<V>()
        where V : struct, ILanes<V>
    {
        const float Guard = 77;
        for (int count = 0; count <= V.Count; count++)
        {
            var target = new float[V.Count + 2];
            Array.Fill(target, Guard);
            float[] source = [.. Enumerable.Range(1, V.Count).Select(value => (float)value)];
            var loaded = new float[V.Count];
            fixed (float* from = source, to = &target[1], whole = loaded)
            {
                var value = V.LoadPartial(from, count);
                V.Store(whole, value);
                V.StorePartial(to, count, V.Load(from));
            }

            for (int i = 0; i < V.Count; i++)
            {
                Assert.Equal(i < count ? i + 1 : 0, loaded[i]);
                Assert.Equal(i < count ? i + 1 : Guard, target[i + 1]);
            }

            Assert.Equal(Guard, target[0]);
            Assert.Equal(Guard, target[^1]);
        }
    }

    private static void Across<V>()
        where V : struct, ILanes<V>
    {
        for (int largest = 0; largest < V.Count; largest++)
        {
            var value = V.Select(V.Equal(V.Indices, V.Create(largest)), V.Create(1000f), V.Indices);
            Assert.Equal((V.Count * (V.Count - 1) / 2) - largest + 1000, V.Sum(value));
            Assert.Equal(1000, V.MaxAcross(value));
            Assert.True(V.Any(V.Equal(value, V.Create(1000f))));
            Assert.False(V.Any(V.Equal(value, V.Create(1001f))));
        }
    }
}
