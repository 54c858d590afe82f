namespace Attune.Tensors.Tests;

internal sealed class LayerNormCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.LayerNorm),
            Inputs = [Input.Normal([3, 10]), Input.Normal([10]), Input.Normal([10])],
            LargeInputs = [Input.Normal([700, 96]), Input.Normal([96]), Input.Normal([96])],
            Compute = x => x[0].LayerNorm(x[1], x[2]),
        },
        new()
        {
            Operation = nameof(Operations.LayerNorm),
            Variant = "without bias",
            Inputs = [Input.Normal([2, 3, 5]), Input.Normal([5])],
            Compute = x => x[0].LayerNorm(x[1], epsilon: 1e-3),
        },
        new()
        {
            Operation = nameof(Operations.LayerNorm),
            Variant = "without parameters",
            Inputs = [Input.Normal([4, 9])],
            Compute = x => x[0].LayerNorm(),
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("layer_norm: [2, 512]: expected gain [512], got [256]", () => Tensor.Zeros([2, 512]).LayerNorm(Tensor.Zeros([256]))),
        new("layer_norm: [2, 512]: expected bias [512], got [1, 512]", () => Tensor.Zeros([2, 512]).LayerNorm(default, Tensor.Zeros([1, 512]))),
        new("layer_norm: expected at least one axis, got []", () => Tensor.Scalar(1).LayerNorm()),
        new("layer_norm: expected epsilon of at least 0, got NaN", () => Tensor.Zeros([2, 3]).LayerNorm(epsilon: double.NaN)),
    ];
}
