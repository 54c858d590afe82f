namespace Attune.Kernels.Tests;

public class MatMulArgumentTests
{
    private static readonly float[] s_data = new float[100];

    [Fact]
    public void Factors_that_do_not_fit_are_named() => Refused(
        "matmul: expected as many columns of a as rows of b, got [2, 3] and [4, 5]",
        () => MatMul.Run(new(s_data, 2, 3), new MatrixView(s_data, 4, 5), new float[10], 5));

    [Fact]
    public void Too_little_data_is_named() => Refused(
        "matmul: expected [11, 10] with row stride 10 in at least 110 elements, got 100",
        () => _ = new MatrixView(s_data, 11, 10));

    [Fact]
    public void Negative_sizes_are_named() => Refused(
        "matmul: expected sizes of at least 0, got [-1, 3]", () => _ = new MatrixView(s_data, -1, 3));

    [Fact]
    public void Overlapping_rows_are_named() => Refused(
        "matmul: expected a row stride of at least 4, got 3", () => _ = new MatrixView(s_data, 2, 4, 3));

    [Fact]
    public void A_short_result_is_named() => Refused(
        "matmul: expected c of at least 10 elements for 1 x [2, 5], got 9",
        () => MatMul.Run(new(s_data, 2, 3), new MatrixView(s_data, 3, 5), new float[9], 5));

    [Fact]
    public void A_narrow_result_is_named() => Refused(
        "matmul: expected a row stride of c of at least 5, got 4",
        () => MatMul.Run(new(s_data, 2, 3), new MatrixView(s_data, 3, 5), new float[10], 4));

    [Fact]
    public void A_bias_of_another_length_is_named() => Refused(
        "matmul: expected bias of 5, got 4",
        () => MatMul.Run(new(s_data, 2, 3), new MatrixView(s_data, 3, 5), new float[10], 5, new() { Bias = new float[4] }));

    [Fact]
    public void A_short_residual_is_named() => Refused(
        "matmul: expected residual of at least 10 elements for 1 x [2, 5], got 4",
        () => MatMul.Run(new(s_data, 2, 3), new MatrixView(s_data, 3, 5), new float[10], 5, new() { Residual = new float[4], ResidualStride = 5 }));

    [Fact]
    public void A_result_over_a_factor_is_refused() => Refused(
        "matmul: expected c apart from a, b, bias and residual, got overlapping memory",
        () => MatMul.Run(new(s_data, 2, 3), new MatrixView(s_data, 3, 5), s_data.AsSpan(20), 5));

    [Fact]
    public void A_batch_that_is_too_long_for_its_data_is_named() => Refused(
        "matmul: expected 20 matrices of a in at least 120 elements, got 100",
        () => MatMul.RunBatched(20, new MatrixView(s_data, 2, 3), 6, new(s_data, 3, 5), 0, new float[200], 5, 10));

    [Fact]
    public void Results_of_a_batch_that_overlap_are_named() => Refused(
        "matmul: expected a batch stride of c of at least 10, got 9",
        () => MatMul.RunBatched(2, new MatrixView(s_data, 2, 3), 6, new(s_data, 3, 5), 0, new float[20], 5, 9));

    [Fact]
    public void A_matrix_packed_for_another_path_is_refused()
    {
        PackedMatrix packed;
        using (KernelPaths.Use(KernelPath.Scalar))
            packed = PackedMatrix.Pack(new(s_data, 3, 5));
        using var scope = KernelPaths.Use(KernelPath.V256);
        var error = Assert.Throws<InvalidOperationException>(() => MatMul.Run(new(s_data, 2, 3), packed, new float[10], 5));
        Assert.Equal("matmul: expected a matrix packed for V256, got one packed for Scalar", error.Message);
    }

    private static void Refused(string message, Action action) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(action).Message);
}
