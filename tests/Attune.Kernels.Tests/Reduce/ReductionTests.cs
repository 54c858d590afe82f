namespace Attune.Kernels.Tests;

/// <summary>What holds for every reduction of a view [outer, n, inner] to [outer, inner].</summary>
public class ReductionTests
{
    private delegate void Forward<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner);

    private delegate void Backward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, int outer, int n, int inner);

    private sealed record Case(
        Forward<float> Forward, Forward<double> Reference, Backward<float>? Backward, Backward<double>? ReferenceBackward, int LeastN);

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["sum"] = new(
            Sum.Forward, SumReference.Forward, (_, _, dy, dx, o, n, i) => Sum.Backward(dy, dx, o, n, i),
            (_, _, dy, dx, o, n, i) => SumReference.Backward(dy, dx, o, n, i), 0),
        ["mean"] = new(
            Mean.Forward, MeanReference.Forward, (_, _, dy, dx, o, n, i) => Mean.Backward(dy, dx, o, n, i),
            (_, _, dy, dx, o, n, i) => MeanReference.Backward(dy, dx, o, n, i), 1),
        ["max"] = new(
            Max.Forward, MaxReference.Forward, (x, _, dy, dx, o, n, i) => Max.Backward(x, dy, dx, o, n, i),
            (x, _, dy, dx, o, n, i) => MaxReference.Backward(x, dy, dx, o, n, i), 1),
        ["variance"] = new(
            (x, y, o, n, i) => Variance.Forward(x, y, o, n, i, 0), (x, y, o, n, i) => VarianceReference.Forward(x, y, o, n, i, 0),
            (x, _, dy, dx, o, n, i) => Variance.Backward(x, dy, dx, o, n, i, 0),
            (x, _, dy, dx, o, n, i) => VarianceReference.Backward(x, dy, dx, o, n, i, 0), 1),
        ["unbiased variance"] = new(
            (x, y, o, n, i) => Variance.Forward(x, y, o, n, i, 1), (x, y, o, n, i) => VarianceReference.Forward(x, y, o, n, i, 1),
            (x, _, dy, dx, o, n, i) => Variance.Backward(x, dy, dx, o, n, i, 1),
            (x, _, dy, dx, o, n, i) => VarianceReference.Backward(x, dy, dx, o, n, i, 1), 2),
        ["logsumexp"] = new(LogSumExp.Forward, LogSumExpReference.Forward, LogSumExp.Backward, LogSumExpReference.Backward, 0),
        ["l1 norm"] = new(
            VectorNorm.L1, VectorNormReference.L1, (x, _, dy, dx, o, n, i) => VectorNorm.L1Backward(x, dy, dx, o, n, i),
            (x, _, dy, dx, o, n, i) => VectorNormReference.L1Backward(x, dy, dx, o, n, i), 0),
        ["l2 norm"] = new(VectorNorm.L2, VectorNormReference.L2, VectorNorm.L2Backward, VectorNormReference.L2Backward, 0),
        ["max norm"] = new(
            VectorNorm.Maximum, VectorNormReference.Maximum, (x, _, dy, dx, o, n, i) => VectorNorm.MaximumBackward(x, dy, dx, o, n, i),
            (x, _, dy, dx, o, n, i) => VectorNormReference.MaximumBackward(x, dy, dx, o, n, i), 1),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    public static TheoryData<string, KernelPath> NamesAndPaths
    {
        get
        {
            var data = new TheoryData<string, KernelPath>();
            foreach (string name in s_cases.Keys)
            {
                foreach (var path in Paths.All)
                    data.Add(name, path);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndPaths))]
    public void It_agrees_with_the_reference_along_rows_and_down_columns(string name, KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        var it = s_cases[name];
        foreach (int n in Inputs.Lengths.Where(n => n >= it.LeastN))
        {
            Compare(name, 3, n, 1);
            Compare(name, 1, n % 9 < it.LeastN ? it.LeastN : n % 9, n);
        }

        foreach (var (outer, n, inner) in ((int, int, int)[])[(2, 300, 7), (1, 1000, 33), (3, 5, 4), (2, 2, 2050), (1, 513, 16)])
            Compare(name, outer, n, inner);
    }

    [Theory]
    [MemberData(nameof(NamesAndPaths))]
    public void Long_sums_are_accurate(string name, KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        Compare(name, 1, 150_001, 1);
        Compare(name, 1, 20_001, 5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Special_values_agree_with_the_reference(string name)
    {
        var it = s_cases[name];
        foreach (float special in Inputs.Special.Where(value => Math.Abs(value) is not float.MaxValue))
        {
            foreach (var (outer, n, inner) in ((int, int, int)[])[(2, 21, 1), (1, 21, 3)])
            {
                var x = Inputs.Normal(outer * n * inner, 1);
                x[17] = special;
                // exp of 127.5 leaves the range of nothing, since the largest is taken out.
                var expected = new double[outer * inner];
                it.Reference(Inputs.Wide(x), expected, outer, n, inner);
                Close.AssertNmse(expected, Apply(it, x, outer, n, inner), $"{name} of [{outer}, {n}, {inner}] with {special}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_of_the_reference_is_the_central_difference(string name)
    {
        var it = s_cases[name];
        foreach (var (outer, n, inner) in ((int, int, int)[])[(2, 5, 1), (1, 4, 3), (2, 3, 2)])
        {
            var (x, weights) = (Inputs.Wide(Inputs.Normal(outer * n * inner, 2)), Inputs.Wide(Inputs.Normal(outer * inner, 3)));
            var (y, dx) = (new double[weights.Length], new double[x.Length]);
            it.Reference(x, y, outer, n, inner);
            it.ReferenceBackward!(x, y, weights, dx, outer, n, inner);
            double Loss()
            {
                it.Reference(x, y, outer, n, inner);
                return CentralDifferences.Weighted(weights, y);
            }

            CentralDifferences.Assert(x, dx, Loss, $"{name} [{outer}, {n}, {inner}]");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        var it = s_cases[name];
        var x = Inputs.Normal(200_000, 4);
        foreach (var (outer, n, inner) in ((int, int, int)[])[(1, 200_000, 1), (1000, 200, 1), (1, 1000, 200), (10, 10, 2000)])
            SameBits.ForEveryThreadCount(() => Apply(it, x, outer, n, inner), $"{name} [{outer}, {n}, {inner}]");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_is_the_same_alone_and_in_batches(string name)
    {
        const int N = 45;
        var x = Inputs.Normal(4096 * N, 5);
        SameBits.AloneAndInBatches((row, rows) => Apply(s_cases[name], x.AsSpan(row * N, rows * N), rows, N, 1), 1, name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Odd_addresses_change_nothing_and_nothing_beyond_is_touched(string name)
    {
        var it = s_cases[name];
        foreach (var (outer, n, inner) in ((int, int, int)[])[(3, 37, 1), (1, 9, 37)])
        {
            var x = Inputs.Normal(outer * n * inner, 6);
            var expected = Apply(it, x, outer, n, inner);
            var (wideX, wideY) = (new float[x.Length + 20], new float[expected.Length + 20]);
            Array.Fill(wideX, float.NaN);
            Array.Fill(wideY, 7);
            x.CopyTo(wideX, 3);
            it.Forward(wideX.AsSpan(3, x.Length), wideY.AsSpan(5, expected.Length), outer, n, inner);
            Close.AssertSameBits(expected, wideY.AsSpan(5, expected.Length), name);
            Assert.All(wideY[..5].Concat(wideY[(5 + expected.Length)..]), value => Assert.Equal(7, value));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Wrong_shapes_are_named(string name)
    {
        var it = s_cases[name];
        Assert.Contains("expected x of 24, got 23", Message(() => it.Forward(new float[23], new float[6], 2, 4, 3)), StringComparison.Ordinal);
        Assert.Contains("expected y of 6, got 5", Message(() => it.Forward(new float[24], new float[5], 2, 4, 3)), StringComparison.Ordinal);
        Assert.Contains(
            "expected dx of 24, got 8",
            Message(() => it.Backward!(new float[24], new float[6], new float[6], new float[8], 2, 4, 3)), StringComparison.Ordinal);
        Assert.Contains("expected outer of at least 0, got -1", Message(() => it.Forward([], [], -1, 4, 3)), StringComparison.Ordinal);
        if (name is "max" or "max norm")
            Assert.Contains("expected n of at least 1, got 0", Message(() => it.Forward([], new float[3], 1, 0, 3)), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_equal_elements_the_first_is_the_largest_and_nan_is_larger_than_all()
    {
        foreach (var path in Paths.All)
        {
            using var _ = KernelPaths.Use(path);
            foreach (int n in Inputs.Lengths.Where(n => n > 0))
            {
                // Few different values: many ties. Every third row holds NaN.
                var x = Inputs.Normal(6 * n, n).Select(value => MathF.Round(value)).ToArray();
                x[n - 1] = x[(3 * n) + (n / 2)] = float.NaN;
                foreach (var (outer, inner) in ((int, int)[])[(6, 1), (1, 6), (2, 3)])
                {
                    var (expected, indices) = (new int[6], new int[6]);
                    ArgMaxReference.Forward(Inputs.Wide(x), expected, outer, n, inner);
                    ArgMax.Forward(x, indices, outer, n, inner);
                    Assert.Equal(expected, indices);
                }
            }
        }
    }

    private static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    private static float[] Apply(Case it, ReadOnlySpan<float> x, int outer, int n, int inner)
    {
        var y = new float[outer * inner];
        it.Forward(x, y, outer, n, inner);
        return y;
    }

    private static void Compare(string name, int outer, int n, int inner)
    {
        var it = s_cases[name];
        string what = $"{name} of [{outer}, {n}, {inner}]";
        var (x, dy) = (Inputs.Normal(outer * n * inner, n + inner), Inputs.Normal(outer * inner, 1));
        var (expected, dxExpected, dx) = (new double[dy.Length], new double[x.Length], new float[x.Length]);
        it.Reference(Inputs.Wide(x), expected, outer, n, inner);
        var y = Apply(it, x, outer, n, inner);
        // A single sum can cancel; it is judged by the size of its terms.
        if (name is "sum" or "mean" && inner * outer < 100)
            Assert.All(y.Zip(expected), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-6 * Math.Sqrt(Math.Max(n, 1)) / (name == "mean" ? n : 1), what));
        else
            Close.AssertNmse(expected, y, what);
        it.ReferenceBackward!(Inputs.Wide(x), expected, Inputs.Wide(dy), dxExpected, outer, n, inner);
        it.Backward!(x, y, dy, dx, outer, n, inner);
        if (n > 1 || name != "variance")
            Close.AssertNmse(dxExpected, dx, $"gradient of {what}");
    }
}
