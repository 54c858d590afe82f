namespace Attune.Tensors.Tests;

internal sealed class TopKCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.TopK),
            Variant = "values",
            Inputs = [Input.Distinct([2, 3, 6])],
            LargeInputs = [Input.Normal([400, 200])],
            Compute = x => x[0].TopK(3).Values,
        },
        new()
        {
            Operation = nameof(Operations.TopK),
            Variant = "indices",
            Inputs = [Input.Distinct([2, 3, 6])],
            LargeInputs = [Input.Normal([400, 200])],
            Compute = x => x[0].TopK(3).Indices,
            IsDifferentiable = false,
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("topk: [2, 3]: expected k from 0 to 3, got 4", () => Tensor.Zeros([2, 3]).TopK(4).Values),
        new("topk: expected at least one axis, got []", () => Tensor.Scalar(1).TopK(1).Values),
    ];
}
