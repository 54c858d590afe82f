namespace Attune.Tensors.Tests;

internal sealed class ExtremesCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Case(nameof(Operations.Maximum), x => x[0].Maximum(x[1])),
        Case(nameof(Operations.Minimum), x => x[0].Minimum(x[1])),
        new()
        {
            Operation = nameof(Operations.Clamp),
            Inputs = [Input.Distinct([4, 5])],
            LargeInputs = [Input.Normal([300, 200])],
            Compute = x => x[0].Clamp(-0.32, 0.57),
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("clamp: expected bounds in order, got 1 and 0", () => Tensor.Zeros([2]).Clamp(1, 0)),
    ];

    private static OperationCase Case(string operation, Func<Tensor[], Tensor> compute) => new()
    {
        Operation = operation,
        Inputs = [Input.Normal([3, 5]), Input.Normal([5])],
        LargeInputs = [Input.Normal([300, 150]), Input.Normal([150])],
        Compute = compute,
    };
}
