using Attune.Kernels;

namespace Attune.Tensors.Tests;

internal sealed class DropoutCases : IOperationCases
{
    private static readonly RandomKey s_key = new(1, 2, 3);

    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.Dropout),
            Inputs = [Input.Normal([3, 7])],
            LargeInputs = [Input.Normal([300, 257])],
            Compute = x => x[0].Dropout(0.25, s_key, firstRow: 5),
        },
        new()
        {
            Operation = nameof(Operations.Dropout),
            Variant = "of nothing",
            Inputs = [Input.Normal([3, 7])],
            Compute = x => x[0].Dropout(0, s_key) * 2,
        },
        new()
        {
            Operation = nameof(Operations.Dropout),
            Variant = "of everything",
            Inputs = [Input.Normal([3, 7])],
            Compute = x => x[0].Dropout(1, s_key),
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("dropout: expected a probability from 0 to 1, got -0.5", () => Tensor.Zeros([2, 5]).Dropout(-0.5, s_key)),
    ];
}
