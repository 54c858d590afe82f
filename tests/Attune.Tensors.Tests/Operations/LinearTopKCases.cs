using Attune.Kernels;

namespace Attune.Tensors.Tests;

internal sealed class LinearTopKCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Case("values", (hidden, weight) => hidden.LinearTopK(weight, 3).Values),
        Case("indices", (hidden, weight) => hidden.LinearTopK(weight, 3).Indices),
        Case("normalizers", (hidden, weight) => hidden.LinearTopK(weight, 0).LogSumExp),
        new()
        {
            Operation = nameof(Operations.Linear),
            Variant = "with a packed weight",
            Inputs = [Input.Normal([3, 4]), Input.Normal([5, 4]), Input.Normal([5]), Input.Normal([3, 5])],
            LargeInputs = [Input.Normal([150, 100]), Input.Normal([120, 100]), Input.Normal([120]), Input.Normal([150, 120])],
            Compute = x => x[0].Linear(new PackedWeight(x[1]), x[2], Activation.Relu, x[3]),
            TakesBf16 = true,
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("linear_topk: [2, 3]: expected rows of 4 for a weight [5, 4]", () => Tensor.Zeros([2, 3]).LinearTopK(new(Tensor.Zeros([5, 4])), 1).Values),
        new("linear_topk: [2, 4]: expected k from 0 to 5, got 6", () => Tensor.Zeros([2, 4]).LinearTopK(new(Tensor.Zeros([5, 4])), 6).Values),
        new("packed weight: expected [n, k], got [3]", () => Tensor.Zeros([2, 3]).LinearTopK(new(Tensor.Zeros([3])), 1).Values),
        new("linear: [3, 6]: expected a weight [n, 6], got [5, 4]", () => Tensor.Zeros([3, 6]).Linear(new PackedWeight(Tensor.Zeros([5, 4])))),
    ];

    private static OperationCase Case(string variant, Func<Tensor, PackedWeight, Tensor> compute) => new()
    {
        Operation = nameof(Operations.LinearTopK),
        Variant = variant,
        Inputs = [Input.Normal([4, 6]), Input.Normal([9, 6])],
        LargeInputs = [Input.Normal([70, 33]), Input.Normal([9000, 33])],
        Compute = x => compute(x[0], new PackedWeight(x[1])),
        IsDifferentiable = false,
        TakesBf16 = true,
    };
}
