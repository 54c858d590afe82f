namespace Attune.Tensors.Tests;

internal sealed class CausalConvolutionCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Case("", x => x[0].CausalConvolution(x[1], Offsets(x[0]), x[2])),
        Case("dilated", x => x[0].CausalConvolution(x[1], Offsets(x[0]), x[2], dilation: 2)),
        Case("centred, without bias", x => x[0].CausalConvolution(x[1], Offsets(x[0]), lookahead: 1) + x[2]),
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new(
            "causal_convolution: expected x [rows, inputs] and weight [outputs, inputs, taps], got [4, 3] and [5, 2, 2]",
            () => Tensor.Zeros([4, 3]).CausalConvolution(Tensor.Zeros([5, 2, 2]), Tensor.I32([0, 4], [2]))),
        new(
            "causal_convolution: expected a dilation of at least 1 and no negative lookahead, got 0 and 0",
            () => Tensor.Zeros([4, 3]).CausalConvolution(Tensor.Zeros([5, 3, 2]), Tensor.I32([0, 4], [2]), dilation: 0)),
        new(
            "causal_convolution: [4, 3]: expected bias [5], got [3]",
            () => Tensor.Zeros([4, 3]).CausalConvolution(Tensor.Zeros([5, 3, 2]), Tensor.I32([0, 4], [2]), Tensor.Zeros([3]))),
        new(
            "causal_convolution: expected offsets that end with 4, got 3",
            () => Tensor.Zeros([4, 3]).CausalConvolution(Tensor.Zeros([5, 3, 2]), Tensor.I32([0, 3], [2]))),
    ];

    private static Tensor Offsets(Tensor x) => Tensor.I32([0, 2, x.Shape[0]], [3]);

    private static OperationCase Case(string variant, Func<Tensor[], Tensor> compute) => new()
    {
        Operation = nameof(Operations.CausalConvolution),
        Variant = variant,
        Inputs = [Input.Normal([8, 3]), Input.Normal([4, 3, 3]), Input.Normal([4])],
        LargeInputs = [Input.Normal([1100, 24]), Input.Normal([20, 24, 3]), Input.Normal([20])],
        Compute = compute,
    };
}
