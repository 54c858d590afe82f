namespace Attune.Kernels.Tests;

public class LinearCrossEntropyTests
{
    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void It_and_its_gradient_agree_with_the_reference(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        // One class more than a block, one row more than a block, and small ones.
        foreach (var (rows, channels, classes) in ((int, int, int)[])[(7, 9, 2049), (1025, 3, 11), (3, 1, 2), (4, 33, 5000), (1, 7, 257), (0, 4, 5)])
        {
            foreach (var options in CrossEntropyTests.Options)
            {
                // Logits of the size of a language model's: the rounding of a logit is an error of p as large as itself.
                var (hidden, weight) = (Inputs.Normal(rows * channels, 1, scale: 0.3), Inputs.Normal(classes * channels, 2));
                var (dLoss, labels) = (Inputs.Normal(rows, 3), CrossEntropyTests.Labels(rows, classes, options, 4));
                var (loss, l, dHidden, dWeight) = (new float[rows], new float[rows], new float[hidden.Length], Inputs.Normal(weight.Length, 5));
                var (lossExpected, lExpected) = (new double[rows], new double[rows]);
                var (dHiddenExpected, dWeightExpected) = (new double[hidden.Length], Inputs.Wide(dWeight));
                LinearCrossEntropyReference.Forward(
                    Inputs.Wide(hidden), Inputs.Wide(weight), labels, lossExpected, lExpected, rows, channels, classes, options);
                LinearCrossEntropyReference.Backward(
                    Inputs.Wide(hidden), Inputs.Wide(weight), labels, lExpected, Inputs.Wide(dLoss), dHiddenExpected, dWeightExpected, rows, channels,
                    classes, options);
                var h = new MatrixView(hidden, rows, channels);
                var w = new MatrixView(weight, classes, channels);
                LinearCrossEntropy.Forward(h, w, labels, loss, l, options);
                LinearCrossEntropy.Backward(h, w, labels, l, dLoss, dHidden, dWeight, options);
                string what = $"[{rows}, {channels}] x [{classes}, {channels}], {options}";
                Close.AssertNmse(lossExpected, loss, $"loss {what}");
                Close.AssertNmse(lExpected, l, $"normalizer {what}");
                Close.AssertNmse(dHiddenExpected, dHidden, $"dHidden {what}");
                Close.AssertNmse(dWeightExpected, dWeight, $"dWeight {what}");
            }
        }
    }

    [Fact]
    public void The_gradient_of_the_reference_is_the_central_difference()
    {
        foreach (var options in CrossEntropyTests.Options)
        {
            int[] labels = [2, 0, options.IgnoredLabel];
            var (hidden, weight) = (Inputs.Wide(Inputs.Normal(3 * 4, 4)), Inputs.Wide(Inputs.Normal(5 * 4, 5)));
            var weights = Inputs.Wide(Inputs.Normal(3, 5));
            var (loss, l, dHidden, dWeight) = (new double[3], new double[3], new double[12], new double[20]);
            LinearCrossEntropyReference.Forward(hidden, weight, labels, loss, l, 3, 4, 5, options);
            LinearCrossEntropyReference.Backward(hidden, weight, labels, l, weights, dHidden, dWeight, 3, 4, 5, options);
            double Loss()
            {
                LinearCrossEntropyReference.Forward(hidden, weight, labels, loss, l, 3, 4, 5, options);
                return CentralDifferences.Weighted(weights, loss);
            }

            CentralDifferences.Assert(hidden, dHidden, Loss, "dHidden");
            CentralDifferences.Assert(weight, dWeight, Loss, "dWeight");
        }
    }

    [Fact]
    public void Threads_and_neighbours_do_not_change_a_bit()
    {
        const int Channels = 5, Classes = 2100;
        var options = CrossEntropyTests.Options[3];
        var (hidden, weight) = (Inputs.Normal(4096 * Channels, 6), Inputs.Normal(Classes * Channels, 7));
        var (labels, dLoss) = (CrossEntropyTests.Labels(4096, Classes, options, 8), Inputs.Normal(4096, 9));
        float[] Apply(int row, int rows)
        {
            var (loss, l, dHidden) = (new float[rows], new float[rows], new float[rows * Channels]);
            var h = new MatrixView(hidden.AsSpan(row * Channels, rows * Channels), rows, Channels);
            var w = new MatrixView(weight, Classes, Channels);
            var own = labels.AsSpan(row, rows);
            var d = dLoss.AsSpan(row, rows);
            LinearCrossEntropy.Forward(h, w, own, loss, l, options);
            LinearCrossEntropy.Backward(h, w, own, l, d, dHidden, default, options);
            var all = new float[rows * (Channels + 2)];
            for (int i = 0; i < rows; i++)
            {
                dHidden.AsSpan(i * Channels, Channels).CopyTo(all.AsSpan(i * (Channels + 2)));
                (all[(i * (Channels + 2)) + Channels], all[(i * (Channels + 2)) + Channels + 1]) = (loss[i], l[i]);
            }

            return all;
        }

        SameBits.AloneAndInBatches(Apply, Channels + 2, "linear cross entropy");
        SameBits.ForEveryThreadCount(
            () =>
            {
                var (loss, l, dWeight) = (new float[300], new float[300], new float[weight.Length]);
                var h = new MatrixView(hidden, 300, Channels);
                var w = new MatrixView(weight, Classes, Channels);
                LinearCrossEntropy.Forward(h, w, labels.AsSpan(0, 300), loss, l, options);
                LinearCrossEntropy.Backward(h, w, labels.AsSpan(0, 300), l, dLoss.AsSpan(0, 300), default, dWeight, options);
                return [.. loss, .. dWeight];
            },
            "linear cross entropy");
    }

    [Fact]
    public void Kept_logits_and_an_overwritten_gradient_change_no_bit()
    {
        const int Rows = 1030, Channels = 5, Classes = 2060;
        var (hidden, weight) = (Inputs.Normal(Rows * Channels, 1), Inputs.Normal(Classes * Channels, 2));
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row * 2)];
        labels[7] = -100;
        float[] dLoss = Inputs.Normal(Rows, 3);
        var options = new CrossEntropyOptions(0.1, 1e-3);

        (float[] Loss, float[] DHidden, float[] DWeight) Run(bool keeps)
        {
            var (loss, l, dHidden, dWeight) = (new float[Rows], new float[Rows], new float[Rows * Channels], new float[Classes * Channels]);
            float[] logits = keeps ? new float[LinearCrossEntropy.LogitsLength(Rows, Classes)] : [];
            if (keeps)
                Array.Fill(dWeight, float.NaN);
            var h = new MatrixView(hidden, Rows, Channels);
            var w = new MatrixView(weight, Classes, Channels);
            LinearCrossEntropy.Forward(h, w, labels, loss, l, options, logits);
            LinearCrossEntropy.Backward(h, w, labels, l, dLoss, dHidden, dWeight, options, accumulate: !keeps, logits);
            return (loss, dHidden, dWeight);
        }

        var (plain, kept) = (Run(false), Run(true));
        Assert.Equal(plain.Loss, kept.Loss);
        Assert.Equal(plain.DHidden, kept.DHidden);
        Assert.Equal(plain.DWeight, kept.DWeight);
    }

    /// <summary>What the products see are numbers of 8 bits; what they sum to is not rounded.</summary>
    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Between_bf16_factors_the_gradient_is_the_product_with_rounded_changes_of_logits(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (var (rows, channels, classes) in ((int, int, int)[])[(7, 9, 2049), (1025, 3, 11), (4, 33, 5000)])
        {
            foreach (bool keeps in (bool[])[false, true])
            {
                var options = CrossEntropyTests.Options[3];
                BFloat16[] hidden = Rounded(Inputs.Normal(rows * channels, 1, scale: 0.3)), weight = Rounded(Inputs.Normal(classes * channels, 2));
                var (dLoss, labels) = (Inputs.Normal(rows, 3), CrossEntropyTests.Labels(rows, classes, options, 4));
                var (loss, l, dHidden, dWeight) = (new float[rows], new float[rows], new float[hidden.Length], new float[weight.Length]);
                float[] logits = new float[rows * classes], dLogits = new float[rows * classes];
                float[] kept = keeps ? new float[LinearCrossEntropy.LogitsLength(rows, classes)] : [];
                var h = new MatrixView(hidden, rows, channels);
                var w = new MatrixView(weight, classes, channels);
                LinearCrossEntropy.Forward(h, w, labels, loss, l, options, kept);
                LinearCrossEntropy.Backward(h, w, labels, l, dLoss, dHidden, dWeight, options, logits: kept);

                MatMul.Run(h, w.Transposed, logits, classes);
                var (lossExpected, lExpected) = (new float[rows], new float[rows]);
                CrossEntropy.Forward(logits, labels, lossExpected, lExpected, rows, classes, options);
                CrossEntropy.Backward(logits, labels, l, dLoss, dLogits, rows, classes, options);
                var d = new MatrixView(Rounded(dLogits), rows, classes);
                var (dHiddenExpected, dWeightExpected) = (new float[hidden.Length], new float[weight.Length]);
                MatMul.Run(d, w, dHiddenExpected, channels);
                MatMul.Run(d.Transposed, h, dWeightExpected, channels);
                string what = $"[{rows}, {channels}] x [{classes}, {channels}], logits kept: {keeps}";
                Close.AssertNmse(Inputs.Wide(lossExpected), loss, $"loss {what}");
                Close.AssertNmse(Inputs.Wide(lExpected), l, $"normalizer {what}");
                Close.AssertNmse(Inputs.Wide(dHiddenExpected), dHidden, $"dHidden {what}");
                Close.AssertNmse(Inputs.Wide(dWeightExpected), dWeight, $"dWeight {what}");
            }
        }
    }

    [Fact]
    public void Wrong_shapes_and_labels_are_named()
    {
        static void Run(int columns, int[] labels) => LinearCrossEntropy.Forward(
            new MatrixView(new float[6], 2, 3), new MatrixView(new float[4 * columns], 4, columns), labels, new float[2], new float[2], new());
        Assert.Equal("linear_cross_entropy: expected a weight [4, 3], got [4, 2]", Assert.Throws<ArgumentException>(() => Run(2, [0, 0])).Message);
        Assert.Contains(
            "linear_cross_entropy: expected labels from 0 to 3 or -100, got -1 in row 0",
            Assert.Throws<ArgumentException>(() => Run(3, [-1, 0])).Message,
            StringComparison.Ordinal);
    }

    private static BFloat16[] Rounded(float[] x)
    {
        var rounded = new BFloat16[x.Length];
        Bf16Conversion.Round(x, rounded);
        return rounded;
    }
}
