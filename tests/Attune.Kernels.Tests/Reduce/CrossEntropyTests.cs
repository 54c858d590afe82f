namespace Attune.Kernels.Tests;

public class CrossEntropyTests
{
    public static readonly CrossEntropyOptions[] Options =
        [new(), new(LabelSmoothing: 0.1), new(ZLoss: 1e-2), new(LabelSmoothing: 0.2, ZLoss: 1e-3, IgnoredLabel: 2)];

    [Fact]
    public void The_gradient_of_the_logits_is_p_minus_y()
    {
        float[] x = [1, 2, 3];
        var (loss, l, dx) = (new float[1], new float[1], new float[3]);
        CrossEntropy.Forward(x, [1], loss, l, 1, 3, new());
        Assert.Equal(1.4076059f, loss[0], 1e-6f);
        CrossEntropy.Backward(x, [1], l, [1], dx, 1, 3, new());
        // p - y = softmax(x) - [0, 1, 0]
        Assert.Equal([0.09003057f, 0.24472848f - 1, 0.66524094f], dx, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void It_and_its_gradient_agree_with_the_reference_at_every_length(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (int classes in Inputs.Lengths.Where(n => n > 1).Append(50_257))
        {
            const int Rows = 5;
            var options = Options[classes % Options.Length];
            var (x, dLoss, labels) = (Inputs.Normal(Rows * classes, classes, scale: 2), Inputs.Normal(Rows, 1), Labels(Rows, classes, options, classes));
            var (loss, l, dx) = (new float[Rows], new float[Rows], new float[x.Length]);
            var (lossExpected, lExpected, dxExpected) = (new double[Rows], new double[Rows], new double[x.Length]);
            CrossEntropyReference.Forward(Inputs.Wide(x), labels, lossExpected, lExpected, Rows, classes, options);
            CrossEntropyReference.Backward(Inputs.Wide(x), labels, lExpected, Inputs.Wide(dLoss), dxExpected, Rows, classes, options);
            CrossEntropy.Forward(x, labels, loss, l, Rows, classes, options);
            CrossEntropy.Backward(x, labels, l, dLoss, dx, Rows, classes, options);
            Close.AssertNmse(lossExpected, loss, $"loss of {classes} classes");
            Close.AssertNmse(lExpected, l, $"normalizer of {classes} classes");
            Close.AssertNmse(dxExpected, dx, $"gradient of {classes} classes");
        }
    }

    [Fact]
    public void A_large_logit_costs_no_accuracy()
    {
        var (loss, l) = (new float[1], new float[1]);
        CrossEntropy.Forward([1000f, 999.5f], [0], loss, l, 1, 2, new());
        Assert.Equal(Math.Log(1 + Math.Exp(-0.5)), loss[0], 1e-7);
    }

    [Fact]
    public void Ignored_rows_have_no_loss_and_no_gradient_whatever_they_hold()
    {
        float[] x = [float.NaN, 1, 2, 1, 2, float.PositiveInfinity];
        var (loss, l, dx) = (new float[2], new float[2], new float[6]);
        CrossEntropy.Forward(x, [-100, -100], loss, l, 2, 3, new(0.1, 0.1));
        CrossEntropy.Backward(x, [-100, -100], l, [1, float.NaN], dx, 2, 3, new(0.1, 0.1));
        Assert.All(loss.Concat(dx), value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_gradient_of_the_reference_is_the_central_difference()
    {
        foreach (var options in Options)
        {
            int[] labels = [2, 0, options.IgnoredLabel];
            var (x, weights) = (Inputs.Wide(Inputs.Normal(3 * 5, 4)), Inputs.Wide(Inputs.Normal(3, 5)));
            var (loss, l, dx) = (new double[3], new double[3], new double[15]);
            CrossEntropyReference.Forward(x, labels, loss, l, 3, 5, options);
            CrossEntropyReference.Backward(x, labels, l, weights, dx, 3, 5, options);
            double Loss()
            {
                CrossEntropyReference.Forward(x, labels, loss, l, 3, 5, options);
                return CentralDifferences.Weighted(weights, loss);
            }

            CentralDifferences.Assert(x, dx, Loss, options.ToString());
        }
    }

    [Fact]
    public void Threads_neighbours_and_aliasing_do_not_change_a_bit()
    {
        const int Classes = 45;
        var options = Options[3];
        var (x, labels, dLoss) = (Inputs.Normal(4096 * Classes, 6), Labels(4096, Classes, options, 7), Inputs.Normal(4096, 8));
        float[] Apply(int row, int rows)
        {
            var (loss, l) = (new float[rows], new float[rows]);
            var dx = x.AsSpan(row * Classes, rows * Classes).ToArray();
            CrossEntropy.Forward(dx, labels.AsSpan(row, rows), loss, l, rows, Classes, options);
            CrossEntropy.Backward(dx, labels.AsSpan(row, rows), l, dLoss.AsSpan(row, rows), dx, rows, Classes, options);
            var all = new float[rows * (Classes + 2)];
            for (int i = 0; i < rows; i++)
            {
                dx.AsSpan(i * Classes, Classes).CopyTo(all.AsSpan(i * (Classes + 2)));
                (all[(i * (Classes + 2)) + Classes], all[(i * (Classes + 2)) + Classes + 1]) = (loss[i], l[i]);
            }

            return all;
        }

        SameBits.AloneAndInBatches(Apply, Classes + 2, "cross entropy");
        SameBits.ForEveryThreadCount(() => Apply(0, 4096), "cross entropy");
    }

    [Fact]
    public void A_label_that_is_no_class_is_named_with_its_row()
    {
        var error = Assert.Throws<ArgumentException>(
            () => CrossEntropy.Forward(new float[6], [0, 3], new float[2], new float[2], 2, 3, new()));
        Assert.Contains("cross_entropy: expected labels from 0 to 2 or -100, got 3 in row 1", error.Message, StringComparison.Ordinal);
        var shape = Assert.Throws<ArgumentException>(() => CrossEntropy.Forward(new float[6], [0], new float[2], new float[2], 2, 3, new()));
        Assert.Equal("cross_entropy: expected labels of 2, got 1", shape.Message);
        shape = Assert.Throws<ArgumentException>(() => CrossEntropy.Forward(new float[6], [0, 0], new float[2], new float[2], 2, 3, new(2)));
        Assert.Equal("cross_entropy: expected label smoothing from 0 to 1, got 2", shape.Message);
    }

    internal static int[] Labels(int rows, int classes, CrossEntropyOptions options, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(row => row % 5 == 3 ? options.IgnoredLabel : random.Next(classes))];
    }
}
