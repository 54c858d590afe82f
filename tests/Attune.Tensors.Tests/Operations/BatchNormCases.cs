namespace Attune.Tensors.Tests;

internal sealed class BatchNormCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.BatchNorm),
            Variant = "training",
            Inputs = [Input.Normal([9, 4]), Input.Normal([4]), Input.Normal([4])],
            LargeInputs = [Input.Normal([700, 96]), Input.Normal([96]), Input.Normal([96])],
            Compute = x => x[0].BatchNorm(Tensor.Zeros([x[0].Shape[-1]], x[0].DType), Tensor.Ones([x[0].Shape[-1]], x[0].DType), x[1], x[2], training: true),
        },
        new()
        {
            Operation = nameof(Operations.BatchNorm),
            Variant = "inference",
            Inputs = [Input.Normal([2, 3, 4]), Input.Normal([4]), Input.Normal([4])],
            Compute = x => x[0].BatchNorm(Tensor.Full([4], 0.3, x[0].DType), Tensor.Full([4], 2, x[0].DType), x[1], x[2]),
        },
        new()
        {
            Operation = nameof(Operations.BatchNorm),
            Variant = "training without parameters",
            Inputs = [Input.Normal([9, 4])],
            Compute = x => x[0].BatchNorm(Tensor.Zeros([4], x[0].DType), Tensor.Ones([4], x[0].DType), training: true),
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("batch_norm: [5, 3]: expected running mean [3], got [4]", () => Tensor.Zeros([5, 3]).BatchNorm(Tensor.Zeros([4]), Tensor.Zeros([3]))),
        new(
            "batch_norm: [1, 3]: expected at least 2 rows to train on, got 1",
            () => Tensor.Zeros([1, 3]).BatchNorm(Tensor.Zeros([3]), Tensor.Zeros([3]), training: true)),
        new(
            "batch_norm: expected epsilon of at least 0, got -1",
            () => Tensor.Zeros([5, 3]).BatchNorm(Tensor.Zeros([3]), Tensor.Ones([3]), epsilon: -1)),
        new(
            "batch_norm: expected momentum from 0 to 1, got NaN",
            () => Tensor.Zeros([5, 3]).BatchNorm(Tensor.Zeros([3]), Tensor.Ones([3]), momentum: double.NaN)),
    ];
}
