namespace Attune.Tensors.Tests;

internal sealed class SoftmaxCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Case(nameof(Operations.Softmax), x => x[0].Softmax()),
        Case(nameof(Operations.LogSoftmax), x => x[0].LogSoftmax()),
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("softmax: expected at least one axis, got []", () => Tensor.Scalar(1).Softmax()),
        new("log_softmax: expected at least one axis, got []", () => Tensor.Scalar(1).LogSoftmax()),
    ];

    private static OperationCase Case(string operation, Func<Tensor[], Tensor> compute) => new()
    {
        Operation = operation,
        Inputs = [Input.Normal([2, 3, 7])],
        LargeInputs = [Input.Normal([700, 96])],
        Compute = compute,
    };
}
