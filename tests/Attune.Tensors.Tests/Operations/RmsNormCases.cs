namespace Attune.Tensors.Tests;

internal sealed class RmsNormCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.RmsNorm),
            Inputs = [Input.Normal([3, 10]), Input.Normal([10])],
            LargeInputs = [Input.Normal([700, 96]), Input.Normal([96])],
            Compute = x => x[0].RmsNorm(x[1], 1e-6),
        },
        new()
        {
            Operation = nameof(Operations.RmsNorm),
            Variant = "without gain",
            Inputs = [Input.Normal([2, 3, 4])],
            Compute = x => x[0].RmsNorm(),
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("rms_norm: [2, 512]: expected gain [512], got [256]", () => Tensor.Zeros([2, 512]).RmsNorm(Tensor.Zeros([256]))),
        new("rms_norm: expected at least one axis, got []", () => Tensor.Scalar(1).RmsNorm()),
        new("rms_norm: expected epsilon of at least 0, got -1", () => Tensor.Zeros([2, 3]).RmsNorm(epsilon: -1)),
    ];
}
