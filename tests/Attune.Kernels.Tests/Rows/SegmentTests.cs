namespace Attune.Kernels.Tests;

public class SegmentTests
{
    private delegate void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> offsets, Span<T> y, int rows, int channels);

    private delegate void Backward<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> offsets, ReadOnlySpan<T> dy, Span<T> dx, int rows, int channels);

    private sealed record Case(Forward<float> Forward, Forward<double> Reference, Backward<float> Backward, Backward<double> ReferenceBackward);

    // An empty segment at either end and in between, one row, several.
    private static readonly int[] s_offsets = [0, 0, 1, 4, 4, 11, 20, 20];

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["segment_sum"] = new(
            SegmentSum.Forward, SegmentSumReference.Forward, (_, offsets, dy, dx, n, c) => SegmentSum.Backward(dy, offsets, dx, n, c),
            (_, offsets, dy, dx, n, c) => SegmentSumReference.Backward(dy, offsets, dx, n, c)),
        ["segment_mean"] = new(
            SegmentMean.Forward, SegmentMeanReference.Forward, (_, offsets, dy, dx, n, c) => SegmentMean.Backward(dy, offsets, dx, n, c),
            (_, offsets, dy, dx, n, c) => SegmentMeanReference.Backward(dy, offsets, dx, n, c)),
        ["segment_max"] = new(SegmentMax.Forward, SegmentMaxReference.Forward, SegmentMax.Backward, SegmentMaxReference.Backward),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_and_its_gradient_agree_with_the_reference_on_every_path(string name)
    {
        foreach (var path in Paths.All)
        {
            using var _ = KernelPaths.Use(path);
            foreach (int channels in Inputs.Lengths)
                Compare(name, Inputs.Normal(20 * channels, channels), s_offsets, channels);
            Compare(name, Inputs.Normal(50_000 * 3, 1), [0, 50_000], 3);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Special_values_agree_with_the_reference(string name)
    {
        foreach (float special in Inputs.Special)
        {
            var x = Inputs.Normal(20 * 3, 2);
            x[17] = special;
            Compare(name, x, s_offsets, 3);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_of_the_reference_is_the_central_difference(string name)
    {
        var it = s_cases[name];
        var (x, weights) = (Inputs.Wide(Inputs.Normal(20 * 2, 3)), Inputs.Wide(Inputs.Normal(7 * 2, 4)));
        var (y, dx) = (new double[14], new double[40]);
        it.ReferenceBackward(x, s_offsets, weights, dx, 20, 2);
        double Loss()
        {
            it.Reference(x, s_offsets, y, 20, 2);
            return CentralDifferences.Weighted(weights, y);
        }

        CentralDifferences.Assert(x, dx, Loss, name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_segment_is_the_same_alone_and_among_others_on_any_number_of_threads(string name)
    {
        var it = s_cases[name];
        int[] offsets = [0, 700, 703, 1500];
        var x = Inputs.Normal(1500 * 130, 5);
        float[] Apply(float[] rows, int[] cuts)
        {
            var y = new float[(cuts.Length - 1) * 130];
            it.Forward(rows, cuts, y, rows.Length / 130, 130);
            return y;
        }

        SameBits.ForEveryThreadCount(() => Apply(x, offsets), name);
        var all = Apply(x, offsets);
        for (int s = 0; s < 3; s++)
        {
            var own = x[(offsets[s] * 130)..(offsets[s + 1] * 130)];
            Close.AssertSameBits(all.AsSpan(s * 130, 130), Apply(own, [0, offsets[s + 1] - offsets[s]]), $"{name}: segment {s} alone");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bad_offsets_and_shapes_are_named(string name)
    {
        string Message(int[] offsets, int y) =>
            Assert.Throws<ArgumentException>(() => s_cases[name].Forward(new float[12], offsets, new float[y], 4, 3)).Message;
        Assert.Equal($"{name}: expected offsets that begin with 0, got 1", Message([1, 4], 3));
        Assert.Equal($"{name}: expected offsets that never fall, got 3 and then 2 at 2", Message([0, 3, 2, 4], 9));
        Assert.Equal($"{name}: expected offsets that end with 4, got 5", Message([0, 5], 3));
        Assert.Equal($"{name}: expected y of 6, got 3", Message([0, 1, 4], 3));
        Assert.Equal($"{name}: expected offsets of at least 1, got 0", Message([], 3));
    }

    private static void Compare(string name, float[] x, int[] offsets, int channels)
    {
        var it = s_cases[name];
        int rows = offsets[^1], results = (offsets.Length - 1) * channels;
        var (dy, y, dx) = (Inputs.Normal(results, 6), new float[results], new float[x.Length]);
        var (expected, dxExpected) = (new double[results], new double[x.Length]);
        it.Reference(Inputs.Wide(x), offsets, expected, rows, channels);
        it.ReferenceBackward(Inputs.Wide(x), offsets, Inputs.Wide(dy), dxExpected, rows, channels);
        it.Forward(x, offsets, y, rows, channels);
        it.Backward(x, offsets, dy, dx, rows, channels);
        Close.AssertNmse(expected, y, $"{name} of {channels} channels");
        Close.AssertNmse(dxExpected, dx, $"gradient of {name} of {channels} channels");
    }
}
