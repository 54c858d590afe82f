namespace Attune.Tensors.Tests;

internal sealed class ReductionCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Case(nameof(Operations.Mean), "of everything", x => x[0].Mean()),
        Case(nameof(Operations.Mean), "along rows", x => x[0].Mean(-1)),
        Case(nameof(Operations.Mean), "down columns", x => x[0].Mean(0, keepAxis: true)),
        Case(nameof(Operations.Max), "of everything", x => x[0].Max()),
        Case(nameof(Operations.Max), "in the middle", x => x[0].Max(1)),
        Case(nameof(Operations.Min), "of everything", x => x[0].Min()),
        Case(nameof(Operations.Min), "along rows", x => x[0].Min(-1, keepAxis: true)),
        Case(nameof(Operations.Variance), "along rows", x => x[0].Variance(-1)),
        Case(nameof(Operations.Variance), "unbiased, down columns", x => x[0].Variance(0, correction: 1)),
        Case(nameof(Operations.LogSumExp), "", x => x[0].LogSumExp(-1)),
        Case(nameof(Operations.L1Norm), "", x => x[0].L1Norm(-1)),
        Case(nameof(Operations.L2Norm), "", x => x[0].L2Norm(1)),
        Case(nameof(Operations.MaxNorm), "", x => x[0].MaxNorm(-1)),
        Case(nameof(Operations.ArgMax), "", x => x[0].ArgMax(-1), isDifferentiable: false),
        Case(nameof(Operations.CumulativeSum), "", x => x[0].CumulativeSum(1)),
        Case(nameof(Operations.CumulativeSum), "from the end", x => x[0].CumulativeSum(-1, reverse: true)),
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("mean: [2, 3]: no axis 2", () => Tensor.Zeros([2, 3]).Mean(2)),
        new("max: [2, 0]: expected at least one number along axis 1, got none", () => Tensor.Zeros([2, 0]).Max(1)),
        new("min: [0]: expected at least one number along axis 0, got none", () => Tensor.Zeros([0]).Min()),
        new("argmax: [0, 2]: expected at least one number along axis 0, got none", () => Tensor.Zeros([0, 2]).ArgMax(0)),
        new("cumulative_sum: [2, 3]: no axis 5", () => Tensor.Zeros([2, 3]).CumulativeSum(5)),
    ];

    private static OperationCase Case(string operation, string variant, Func<Tensor[], Tensor> compute, bool isDifferentiable = true) => new()
    {
        Operation = operation,
        Variant = variant,
        Inputs = [Input.Distinct([3, 4, 5])],
        LargeInputs = [Input.Normal([60, 40, 50])],
        Compute = compute,
        IsDifferentiable = isDifferentiable,
    };
}
