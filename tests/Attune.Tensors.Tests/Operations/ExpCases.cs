namespace Attune.Tensors.Tests;

internal sealed class ExpCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.Exp),
            Inputs = [Input.Normal([3, 7])],
            LargeInputs = [Input.Normal([50_000])],
            Compute = x => x[0].Exp(),
        },
    ];
}
