namespace Attune.Tensors.Tests;

internal sealed class SumCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Case("of everything", x => x[0].Sum()),
        Case("along rows", x => x[0].Sum(-1)),
        Case("down columns", x => x[0].Sum(0)),
        Case("axis kept", x => x[0].Sum(1, keepAxis: true)),
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("sum: [2, 3]: no axis 2", () => Tensor.Zeros([2, 3]).Sum(2)),
        new("sum: [2, 3]: no axis -3", () => Tensor.Zeros([2, 3]).Sum(-3)),
    ];

    private static OperationCase Case(string variant, Func<Tensor[], Tensor> compute) => new()
    {
        Operation = nameof(Operations.Sum),
        Variant = variant,
        Inputs = [Input.Normal([3, 4, 5])],
        LargeInputs = [Input.Normal([60, 40, 50])],
        Compute = compute,
    };
}
