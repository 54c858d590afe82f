namespace Attune.Tensors.Tests;

internal sealed class ComparisonsCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Case(nameof(Operations.IsEqual), x => x[0].IsEqual(x[1])),
        Case(nameof(Operations.IsNotEqual), x => x[0].IsNotEqual(x[1])),
        Case(nameof(Operations.IsLess), x => x[0].IsLess(x[1])),
        Case(nameof(Operations.IsLessOrEqual), x => x[0].IsLessOrEqual(x[1])),
        Case(nameof(Operations.IsGreater), x => x[0].IsGreater(x[1])),
        Case(nameof(Operations.IsGreaterOrEqual), x => x[0].IsGreaterOrEqual(x[1])),
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("is_less: [2, 3] and [2]: sizes 3 and 2 of axis -1 differ and neither is 1", () => Tensor.Zeros([2, 3]).IsLess(Tensor.Zeros([2]))),
    ];

    // Zeros and ones, so that equal numbers meet.
    private static OperationCase Case(string operation, Func<Tensor[], Tensor> compute) => new()
    {
        Operation = operation,
        Inputs = [Input.Flags([3, 5]), Input.Flags([5])],
        LargeInputs = [Input.Flags([300, 150]), Input.Flags([150])],
        Compute = compute,
        IsDifferentiable = false,
    };
}
