using Attune.Kernels;

namespace Attune.Tensors.Tests;

/// <summary>What the sizes of attention's operands must satisfy, whether kernels or the reference run it.</summary>
public class AttentionErrorTests
{
    private static readonly Tensor s_offsets = Tensor.I32([0, 2]);

    [Theory]
    [InlineData(DType.F32)]
    [InlineData(DType.F64)]
    public void Both_precisions_refuse_the_same(DType type)
    {
        var x = Tensor.Zeros([2, 2, 4], type); // [N, H, D]
        AssertMessage(
            "attention: expected query heads a multiple of key heads, got 3 and 2",
            () => Tensor.Zeros([2, 3, 4], type).Attention(x, x, s_offsets, default(NoMask)));
        AssertMessage(
            "attention: expected a head dimension of 1 to 256, got 0",
            () => Tensor.Zeros([2, 2, 0], type).Attention(Tensor.Zeros([2, 2, 0], type), Tensor.Zeros([2, 2, 0], type), s_offsets, default(NoMask)));
        AssertMessage(
            "attention: expected query offsets that never fall, got 2 after 3", () => x.Attention(x, x, Tensor.I32([0, 3, 2]), default(NoMask)));
        AssertMessage(
            "attention: expected as many key offsets as query offsets, got 3 and 2",
            () => x.Attention(x, x, s_offsets, default(NoMask), Tensor.I32([0, 1, 2])));
        AssertMessage(
            "attention: expected a dropout rate of at least 0 and below 1, got 1.5",
            () => x.Attention(x, x, s_offsets, default(NoMask), settings: new() { Dropout = new(1.5f, default, 0) }));
        AssertMessage(
            "attention: expected a window of no negative size, got -1 before, 0 after, 0 global",
            () => x.Attention(x, x, s_offsets, new Window(-1, 0)));
        AssertMessage(
            "attention: expected a mask of 4 elements, [queries, keys] of every segment, got 0",
            () => x.Attention(x, x, s_offsets, default(ExplicitMask)));
        AssertMessage(
            "attention: expected an additive mask of 4 elements, [queries, keys] of every segment, got 0",
            () => x.Attention(x, x, s_offsets, default(NoMask), default(AdditiveMask)));
        AssertMessage("attention: expected slopes of [2], got 0", () => x.Attention(x, x, s_offsets, default(NoMask), default(Alibi)));
        AssertMessage(
            "attention: expected a soft cap greater than 0, got NaN", () => x.Attention(x, x, s_offsets, default(NoMask), new SoftCap(float.NaN)));
    }

    [Fact]
    public void Tables_that_get_no_gradient_may_not_need_one()
    {
        var x = Tensor.Zeros([2, 2, 4]); // [N, H, D]
        var slopes = Tensor.Zeros([2]).RequireGradient();
        var additive = Tensor.Zeros([4]).RequireGradient();
        AssertMessage(
            "attention: expected slopes that need no gradient, got some that do; no gradient reaches them",
            () => x.Attention(x, x, s_offsets, default(NoMask), default(Alibi), settings: new() { Slopes = slopes }));
        AssertMessage(
            "attention: expected an additive mask that needs no gradient, got one that does; no gradient reaches it",
            () => x.Attention(x, x, s_offsets, default(NoMask), default(AdditiveMask), settings: new() { Additive = additive }));
        using (Tape.NoGradient())
            x.Attention(x, x, s_offsets, default(NoMask), default(Alibi), settings: new() { Slopes = slopes });
    }

    private static void AssertMessage(string expected, Func<Tensor> use) =>
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => use()).Message);
}
