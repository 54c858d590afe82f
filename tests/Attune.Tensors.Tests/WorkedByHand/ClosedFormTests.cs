namespace Attune.Tensors.Tests.WorkedByHand;

/// <summary>Gradients that textbooks derive, against what the tape computes from their definitions.</summary>
public class ClosedFormTests
{
    private const int Rows = 3;
    private const int Columns = 7;

    /// <summary>
    /// With z = (x - mean) / s and s = sqrt(variance + eps): dx = (dz - mean(dz) - z mean(dz z)) / s.
    /// </summary>
    [Fact]
    public void The_gradient_of_layer_norm_is_dz_less_its_mean_less_z_times_the_mean_of_dz_z_over_s()
    {
        const double Epsilon = 1e-5;
        var x = Tensor.Normal([Rows, Columns], new(2, 0, 0), type: DType.F64).RequireGradient();
        var dz = Tensor.Normal([Rows, Columns], new(2, 0, 1), type: DType.F64);

        var centered = x - x.Mean(-1, keepAxis: true);
        var s = ((centered * centered).Mean(-1, keepAxis: true) + Epsilon).Sqrt();
        var z = centered / s;
        z.Backward(dz);
        var written = x.Gradient.ToArray<double>();
        x.ZeroGradient();
        x.LayerNorm(epsilon: Epsilon).Backward(dz);

        using var _ = Tape.NoGradient();
        var closed = (dz - dz.Mean(-1, keepAxis: true) - z * (dz * z).Mean(-1, keepAxis: true)) / s;
        Assert.True((closed - Tensor.F64(written, [Rows, Columns])).MaxNorm(-1).Max().Item() < 1e-12);
        Assert.True((closed - x.Gradient).MaxNorm(-1).Max().Item() < 1e-12);
    }

    /// <summary>The loss -log p[target], p = softmax(x), has the gradient p - y, y the one-hot target.</summary>
    [Fact]
    public void The_gradient_of_cross_entropy_behind_softmax_is_p_minus_y()
    {
        int[] targets = [2, 0, 6];
        var x = Tensor.Normal([Rows, Columns], new(3, 0, 0), type: DType.F64).RequireGradient();
        var y = Tensor.Range(Columns).IsEqual(Tensor.I32(targets, [Rows, 1])).Cast(DType.F64); // [N, C], one-hot

        var logP = x - x.LogSumExp(-1, keepAxis: true);
        (-(logP * y)).Sum().Backward();
        var written = x.Gradient.ToArray<double>();
        x.ZeroGradient();
        x.CrossEntropy(Tensor.I32(targets)).Sum().Backward();

        using var _ = Tape.NoGradient();
        var closed = logP.Exp() - y;
        Assert.True((closed - Tensor.F64(written, [Rows, Columns])).MaxNorm(-1).Max().Item() < 1e-14);
        Assert.True((closed - x.Gradient).MaxNorm(-1).Max().Item() < 1e-14);
    }
}
