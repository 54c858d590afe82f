namespace Attune.Kernels.Tests.Strided;

public class StridedBinaryTests
{
    private static readonly BinaryFunction[] s_functions = Enum.GetValues<BinaryFunction>();

    public static TheoryData<KernelPath, BinaryFunction> PathsAndFunctions
    {
        get
        {
            var data = new TheoryData<KernelPath, BinaryFunction>();
            foreach (var path in Paths.All)
            {
                foreach (var function in s_functions)
                    data.Add(path, function);
            }

            return data;
        }
    }

    [Fact]
    public void Large_results_that_bypass_the_caches_have_the_same_bits()
    {
        int count = (int)(Streaming.FromBytes / sizeof(float)) + 1003;
        float[] a = new float[count], b = new float[count], y = new float[count];
        RandomNumbers.Normal(new RandomKey(1, 2, 3), a, 1, count);
        RandomNumbers.Normal(new RandomKey(1, 2, 4), b, 1, count);

        StridedBinary.Run(BinaryFunction.Subtract, a, [1], b, [1], y, [count]);

        for (int i = 0; i < count; i++)
        {
            if (y[i] != a[i] - b[i])
                Assert.Fail($"element {i} is {y[i]}, expected {a[i] - b[i]}");
        }
    }

    [Fact]
    public void Large_results_of_a_repeated_row_that_bypass_the_caches_have_the_same_bits()
    {
        // Rows begin at all alignments.
        const int Columns = 1003;
        int rows = ((int)(Streaming.FromBytes / sizeof(float)) / Columns) + 1;
        float[] a = new float[rows * Columns], row = Inputs.Normal(Columns, 1), y = new float[rows * Columns];
        RandomNumbers.Normal(new RandomKey(1, 2, 3), a, 1, a.Length);

        StridedBinary.Run(BinaryFunction.Add, a, [Columns, 1], row, [0, 1], y, [rows, Columns]);

        for (int i = 0; i < y.Length; i++)
        {
            if (y[i] != a[i] + row[i % Columns])
                Assert.Fail($"element {i} is {y[i]}, expected {a[i] + row[i % Columns]}");
        }
    }

    [Theory]
    [MemberData(nameof(PathsAndFunctions))]
    public void Every_length_is_the_correctly_rounded_result_at_any_alignment(KernelPath path, BinaryFunction function)
    {
        using var _ = KernelPaths.Use(path);
        foreach (int length in Inputs.Lengths)
        {
            float[] a = Inputs.Normal(length + 3, seed: 1), b = Inputs.Normal(length + 3, seed: 2);
            for (int i = 0; i < length; i += 5)
                b[i + 1] = a[i + 3]; // equal ones for the comparisons
            var y = new float[length + 2];

            StridedBinary.Run(function, a.AsSpan(3), [1], b.AsSpan(1, length), [1], y.AsSpan(1, length), [length]);

            AssertSame(function, a.AsSpan(3), b.AsSpan(1, length), y.AsSpan(1, length));
            Assert.Equal((0f, 0f), (y[0], y[length + 1]));
        }
    }

    [Theory]
    [MemberData(nameof(PathsAndFunctions))]
    public void Special_values_follow_IEEE_754(KernelPath path, BinaryFunction function)
    {
        using var _ = KernelPaths.Use(path);
        int count = Inputs.Special.Length;
        float[] y = new float[count * count], a = new float[count * count], b = new float[count * count];
        for (int i = 0; i < y.Length; i++)
            (a[i], b[i]) = (Inputs.Special[i / count], Inputs.Special[i % count]);

        // Each with each: a column against a row.
        StridedBinary.Run(function, Inputs.Special, [1, 0], Inputs.Special, [0, 1], y, [count, count]);

        AssertSame(function, a, b, y);
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Broadcast_and_transposed_operands_are_read_through_their_strides(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        float[] a = Inputs.Normal(5 * 7 * 130, seed: 3), b = Inputs.Normal(7 * 130, seed: 4);
        var y = new float[5 * 7 * 130];
        (int[] A, int[] B)[] strides =
        [
            ([910, 130, 1], [0, 130, 1]),   // a matrix to each of a batch
            ([910, 130, 1], [0, 0, 1]),     // a row to each row
            ([910, 130, 1], [0, 1, 0]),     // a number to each row
            ([910, 130, 1], [0, 0, 0]),     // one number
            ([910, 1, 7], [0, 1, 7]),       // both transposed
            ([0, 130, 1], [0, 1, 7]),       // one of them
            ([182, 26, 0], [0, 5, 2]),      // gaps
        ];
        foreach (var (aStrides, bStrides) in strides)
        {
            StridedBinary.Run(BinaryFunction.Subtract, a, aStrides, b, bStrides, y, [5, 7, 130]);

            for (int i = 0; i < y.Length; i++)
            {
                var (p, q, r) = (i / 910, i / 130 % 7, i % 130);
                Assert.Equal(
                    a[(p * aStrides[0]) + (q * aStrides[1]) + (r * aStrides[2])] - b[(p * bStrides[0]) + (q * bStrides[1]) + (r * bStrides[2])], y[i]);
            }
        }
    }

    [Fact]
    public void The_result_may_be_an_operand_without_gaps()
    {
        float[] a = Inputs.Normal(1000, seed: 5), b = Inputs.Normal(10, seed: 6);
        float[] expected = [.. a.Select((value, i) => value * b[i / 100])];

        StridedBinary.Run(BinaryFunction.Multiply, a, [100, 1], b, [1, 0], a, [10, 100]);

        Assert.Equal(expected, a);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        float[] a = Inputs.Normal(300 * 301, seed: 7), b = Inputs.Normal(301, seed: 8);
        SameBits.ForEveryThreadCount(
            () =>
            {
                var y = new float[2 * a.Length];
                StridedBinary.Run(BinaryFunction.Divide, a, [1, 300], b, [1, 0], y.AsSpan(0, a.Length), [301, 300]);
                StridedBinary.Run(BinaryFunction.Add, a, [1], a, [1], y.AsSpan(a.Length), [a.Length]);
                return y;
            },
            "binary");
    }

    [Fact]
    public void Operands_that_are_too_short_are_refused()
    {
        AssertMessage("binary: expected an operand of at least 6 elements, got 5", () => Add(new float[5], [3, 1], new float[6], [2, 3]));
        AssertMessage("binary: expected a result of 6 elements, got 7", () => Add(new float[6], [3, 1], new float[7], [2, 3]));
        AssertMessage("binary: expected at most 6 axes and as many strides, got 2 and 1", () => Add(new float[6], [1], new float[6], [2, 3]));
        AssertMessage("binary: expected sizes and strides of at least 0, got 2 and -1", () => Add(new float[6], [-1], new float[2], [2]));
    }

    private static void Add(float[] a, int[] strides, float[] y, int[] sizes) =>
        StridedBinary.Run(BinaryFunction.Add, a, strides, a, strides, y, sizes);

    private static void AssertMessage(string message, Action action) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);

    // Arithmetic of floats rounded from double precision is correctly rounded; comparisons and choices are exact.
    private static void AssertSame(BinaryFunction function, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> y)
    {
        var expected = new double[y.Length];
        StridedBinaryReference.Run<double>(function, Inputs.Wide(a), [1], Inputs.Wide(b), [1], expected, [y.Length]);
        for (int i = 0; i < y.Length; i++)
            Assert.True(((float)expected[i]).Equals(y[i]), $"{function}({a[i]:r}, {b[i]:r}): expected {(float)expected[i]:r}, got {y[i]:r}");
    }
}
