using Attune.Kernels;

namespace Attune.Tensors.Tests;

public class TensorTests
{
    [Fact]
    public void A_matrix_prints_row_by_row()
    {
        Assert.Equal("f32 [2, 3]\n[[1, 2, 3],\n [4, 5.5, NaN]]", Tensor.F32([1, 2, 3, 4, 5.5f, float.NaN], [2, 3]).ToString());
        Assert.Equal("i32 [3] [1, -2, 3]", Tensor.I32([1, -2, 3]).ToString());
        Assert.Equal("f64 [] 0.33333", Tensor.Scalar(1 / 3.0, DType.F64).ToString());
        Assert.Equal("f32 [0, 3]", Tensor.Zeros([0, 3]).ToString());
        Assert.Equal("no tensor", default(Tensor).ToString());
    }

    [Fact]
    public void Long_axes_print_their_ends()
    {
        Assert.Equal("i32 [100] [0, 1, 2, …, 97, 98, 99]", Tensor.Range(100).ToString());
        Assert.Equal(8, Tensor.Zeros([1000, 1000]).ToString().Split('\n').Length);
    }

    [Fact]
    public void A_transposed_view_prints_as_it_reads() =>
        Assert.Equal("f32 [2, 2]\n[[1, 3],\n [2, 4]]", Tensor.F32([1, 2, 3, 4], [2, 2]).Transpose().ToString());

    [Fact]
    public void Numbers_come_out_as_they_went_in()
    {
        Assert.Equal([1.5f, -2], Tensor.F32([1.5f, -2]).ToArray<float>());
        Assert.Equal([1.5, -2], Tensor.F64([1.5, -2]).ToArray<double>());
        Assert.Equal([3, 4], Tensor.I32([3, 4], [2, 1]).ToArray<int>());
        Assert.Equal([1.5f], Tensor.BF16([(BFloat16)1.5f]).ToArray<BFloat16>().Select(x => (float)x));
        Assert.Equal(2.5, Tensor.Scalar(2.5).Item());
    }

    [Fact]
    public void Wrong_numbers_of_values_and_wrong_types_are_refused()
    {
        AssertMessage("f32: [2, 2]: expected 4 values, got 3", () => Tensor.F32([1, 2, 3], [2, 2]));
        AssertMessage("item: expected one element, got [2]", () => Tensor.Zeros([2]).Item());
        AssertMessage("to_array: expected Single for the elements of f32, got Int32", () => Tensor.Zeros([2]).ToArray<int>());
        AssertMessage("copy_to: expected BFloat16 for the elements of bf16, got Single", () => Tensor.Zeros([2], DType.BF16).CopyTo<float>(new float[2]));
        AssertMessage("copy_from: expected f32 [2], got f32 [3]", () => Tensor.Zeros([2]).CopyFrom(Tensor.Zeros([3])));
        AssertMessage("copy_from: expected the 2 elements of [2], got 1", () => Tensor.Zeros([2]).CopyFrom<float>([1]));
    }

    [Fact]
    public void Numbers_that_a_type_cannot_hold_are_refused()
    {
        AssertMessage("full: i32 [2]: expected a whole number of 32 bits, got 0.5", () => Tensor.Full([2], 0.5, DType.I32));
        AssertMessage("full: i32 []: expected a whole number of 32 bits, got NaN", () => Tensor.Scalar(double.NaN, DType.I32));
        AssertMessage("fill: i32 [1]: expected a whole number of 32 bits, got 10000000000", () => Tensor.I32([1]).Fill(1e10));
        AssertMessage("range: i32 [3]: expected a whole number of 32 bits, got 4000000000", () => Tensor.Range(3, 2e9, 1e9));
        AssertMessage("range: expected a count of at least 0, got -1", () => Tensor.Range(-1));
        AssertMessage("dtype: expected f32, bf16, f64 or i32, got 99", () => Tensor.Zeros([2]).Cast((DType)99));
    }

    [Fact]
    public void No_tensor_is_refused_by_the_operation()
    {
        AssertNone("add", () => Tensor.Zeros([2]) + default(Tensor));
        AssertNone("multiply", () => default(Tensor) * 2);
        AssertNone("scatter_add", () => Tensor.Zeros([2]).ScatterAdd(Tensor.I32([0]), default));
        AssertNone("batch_norm", () => Tensor.Zeros([2, 3]).BatchNorm(default, default));
        AssertNone("add_rms_norm", () => Tensor.Zeros([2, 3]).AddRmsNorm(default).Y);

        static void AssertNone(string operation, Func<Tensor> use) =>
            Assert.Equal($"{operation}: expected a tensor, got none", Assert.Throws<InvalidOperationException>(() => use()).Message);
    }

    [Fact]
    public void No_tables_and_no_function_are_refused()
    {
        Assert.Throws<ArgumentNullException>("tables", () => Tensor.Zeros([2, 1, 4]).Rope(Tensor.I32([0, 1]), null!));
        Assert.Throws<ArgumentNullException>("function", () => Operations.Recompute(null!));
    }

    [Fact]
    public void Views_share_memory()
    {
        var x = Tensor.F32([1, 2, 3, 4, 5, 6], [2, 3]);
        var column = x.Select(1, 1);
        var transposed = x.Transpose();

        x.CopyFrom<float>([10, 20, 30, 40, 50, 60]);

        Assert.Equal([20, 50], column.ToArray<float>());
        Assert.Equal([10, 40, 20, 50, 30, 60], transposed.ToArray<float>());
        Assert.Equal([30, 60], x.Slice(1, 2, 1).ToArray<float>());
        Assert.Equal([20, 20, 50, 50], column.Unsqueeze(-1).BroadcastTo([2, 2]).ToArray<float>());
    }

    [Fact]
    public void Writing_into_a_view_reaches_the_whole()
    {
        var x = Tensor.Zeros([2, 3]);

        x.Slice(1, 1, 1).CopyFrom(Tensor.F32([7, 8], [2, 1]));
        x.Select(1, 2).Fill(9);

        Assert.Equal([0, 7, 9, 0, 8, 9], x.ToArray<float>());
    }

    [Fact]
    public void Casts_round_to_nearest_even_and_to_whole_numbers_towards_zero()
    {
        Assert.Equal([1, -1, 2], Tensor.F32([1.9f, -1.9f, 2]).Cast(DType.I32).ToArray<int>());
        Assert.Equal([1f, 1.015625f], Tensor.F32([1.00390625f, 1.01171875f]).Cast(DType.BF16).Cast(DType.F32).ToArray<float>());
        Assert.Equal([3.0, 4.0], Tensor.I32([3, 4]).Cast(DType.F64).ToArray<double>());
        Assert.Equal([0.5], Tensor.BF16([(BFloat16)0.5f]).Cast(DType.F64).ToArray<double>());
        Assert.Equal([0.5f], Tensor.F64([0.5]).Cast(DType.BF16).Cast(DType.F32).ToArray<float>());
    }

    [Fact]
    public void Products_of_bf16_numbers_are_f32_and_so_are_their_gradients()
    {
        var x = Tensor.F32([1, 2, 3, 4], [2, 2]).Cast(DType.BF16).RequireGradient();
        var w = Tensor.F32([0.5f, 1, -1, 2], [2, 2]).RequireGradient();

        var y = x.MatMul(w.Cast(DType.BF16));
        y.Backward(Tensor.F32([1, 0, 0, 1], [2, 2]));

        Assert.Equal([-1.5f, 5, -2.5f, 11], y.ToArray<float>());
        Assert.Equal([0.5f, -1, 1, 2], x.Gradient.ToArray<float>());
        Assert.Equal([1, 3, 2, 4], w.Gradient.ToArray<float>());
    }

    [Fact]
    public void A_weight_that_is_used_rounded_and_as_it_is_gets_the_gradients_of_both()
    {
        var w = Tensor.F32([0.5f, 1, -1, 2], [2, 2]).RequireGradient();
        var x = Tensor.F32([1, 2, 3, 4], [2, 2]);
        for (int pass = 1; pass <= 2; pass++)
        {
            var rounded = w.Cast(DType.BF16);
            var y = x.Cast(DType.BF16).Linear(rounded) + x.Linear(w) + x.Cast(DType.BF16).Linear(rounded);
            y.Backward(Tensor.F32([1, 0, 0, 1], [2, 2]));
            Assert.Equal([3f * pass, 6 * pass, 9 * pass, 12 * pass], w.Gradient.ToArray<float>());
        }
    }

    /// <summary>1 + 2^-9 is no bf16 number: dc counts as 1 in the gradients of rounded factors, but not in that of the bias.</summary>
    [Fact]
    public void Between_bf16_factors_the_gradient_of_a_product_is_rounded_too()
    {
        var (x, w, bias) = (Tensor.F32([3]).Cast(DType.BF16).Reshape([1, 1]).RequireGradient(), Tensor.F32([5], [1, 1]).RequireGradient(), Tensor.F32([0]).RequireGradient());
        var dc = Tensor.F32([1.001953125f], [1, 1]);
        x.MatMul(w.Cast(DType.BF16)).Backward(dc);
        Assert.Equal((5f, 3f), (x.Gradient.ToArray<float>()[0], w.Gradient.ToArray<float>()[0]));
        x.ZeroGradient();
        w.ZeroGradient();
        x.Linear(w.Cast(DType.BF16), bias).Backward(dc);
        Assert.Equal((5f, 3f, 1.001953125f), (x.Gradient.ToArray<float>()[0], w.Gradient.ToArray<float>()[0], bias.Gradient.ToArray<float>()[0]));
        x.ZeroGradient();
        x.Linear(w).Backward(dc);
        Assert.Equal(5.009765625f, x.Gradient.ToArray<float>()[0]);
    }

    [Fact]
    public void Empty_tensors_pass_through_operations()
    {
        var x = Tensor.Zeros([0, 3]);

        Assert.Equal([0, 3], (x + 1).Exp().Shape);
        Assert.Equal([0, 2], x.MatMul(Tensor.Zeros([3, 2])).Shape);
        Assert.Equal([0, 0, 0], x.Sum(0).ToArray<float>());
        Assert.Equal([0f, 0, 0, 0], Tensor.Zeros([2, 0]).MatMul(Tensor.Zeros([0, 2])).ToArray<float>());
        Assert.Equal([0, 6], Operations.Concat([x, x], 1).Contiguous().Shape);
        Assert.Equal([2, 0], Tensor.Zeros([4, 0]).Split(0, 2)[1].Contiguous().Shape);
    }

    [Theory]
    [InlineData(DType.F32)]
    [InlineData(DType.F64)]
    public void Gradients_of_empty_tensors_are_empty(DType type)
    {
        Func<Tensor, Tensor>[] functions =
        [
            x => x.Softmax(), x => x.LayerNorm(), x => x.AddRmsNorm(x).Y, x => x.MatMul(x.Transpose()), x => x.SegmentMax(Tensor.I32([0, 0])),
            x => x.SegmentSum(Tensor.I32([0, 0])), x => x.Gather(Tensor.Zeros([0], DType.I32)), x => Operations.Concat([x, x], 1), x => x.Sum(1),
        ];
        foreach (var function in functions)
        {
            var x = Tensor.Zeros([0, 4], type).RequireGradient();
            var y = function(x);
            y.Backward(Tensor.Ones(y.Shape, type));
            Assert.Equal([0, 4], x.Gradient.Shape);
        }
    }

    private static void AssertMessage(string expected, Action action) =>
        Assert.Equal(expected, Assert.Throws<ArgumentException>(action).Message);
}
