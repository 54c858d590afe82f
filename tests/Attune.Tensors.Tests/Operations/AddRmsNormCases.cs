namespace Attune.Tensors.Tests;

internal sealed class AddRmsNormCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.AddRmsNorm),
            Inputs = [Input.Normal([3, 10]), Input.Normal([3, 10]), Input.Normal([10])],
            LargeInputs = [Input.Normal([700, 96]), Input.Normal([700, 96]), Input.Normal([96])],
            Compute = x =>
            {
                var (sum, y) = x[0].AddRmsNorm(x[1], x[2], 1e-6);
                return Operations.Concat([sum, y], 0);
            },
        },
        new()
        {
            Operation = nameof(Operations.AddRmsNorm),
            Variant = "without parameters, only y used",
            Inputs = [Input.Normal([2, 3, 5]), Input.Normal([2, 3, 5])],
            Compute = x => x[0].AddRmsNorm(x[1]).Y,
        },
        new()
        {
            Operation = nameof(Operations.AddRmsNorm),
            Variant = "only the sum used",
            Inputs = [Input.Normal([4, 9]), Input.Normal([4, 9]), Input.Normal([9])],
            Compute = x => x[0].AddRmsNorm(x[1], x[2]).Sum,
        },
        new()
        {
            Operation = nameof(Operations.AddRmsNorm),
            Variant = "of a tensor and itself",
            Inputs = [Input.Normal([4, 9])],
            Compute = x => x[0].AddRmsNorm(x[0]).Y,
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("add_rms_norm: [2, 512]: expected residual [2, 512], got [512]", () => Tensor.Zeros([2, 512]).AddRmsNorm(Tensor.Zeros([512])).Y),
        new(
            "add_rms_norm: [2, 512]: expected gain [512], got [256]",
            () => Tensor.Zeros([2, 512]).AddRmsNorm(Tensor.Zeros([2, 512]), Tensor.Zeros([256])).Y),
        new("add_rms_norm: expected at least one axis, got []", () => Tensor.Scalar(1).AddRmsNorm(Tensor.Scalar(1)).Y),
        new("add_rms_norm: expected epsilon of at least 0, got -1", () => Tensor.Zeros([2, 3]).AddRmsNorm(Tensor.Zeros([2, 3]), epsilon: -1).Y),
    ];
}
