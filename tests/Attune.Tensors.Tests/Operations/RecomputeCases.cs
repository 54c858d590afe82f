namespace Attune.Tensors.Tests;

internal sealed class RecomputeCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.Recompute),
            Inputs = [Input.Normal([3, 4]), Input.Normal([4, 5])],
            Compute = x => Operations.Recompute(y => y[0].MatMul(y[1]).Exp() * y[0].Sum(), x[0], x[1]) * x[0].Mean(),
        },
        new()
        {
            Operation = nameof(Operations.Recompute),
            Variant = "nested",
            Inputs = [Input.Normal([3, 4])],
            Compute = x => Operations.Recompute(y => Operations.Recompute(z => (z[0] * z[0]).Exp(), y[0] * 0.5) + y[0], x[0]),
        },
        new()
        {
            Operation = nameof(Operations.Recompute),
            Variant = "returns its input",
            Inputs = [Input.Normal([3, 4])],
            Compute = x => Operations.Recompute(y => y[0], x[0].Exp()),
        },
    ];
}
