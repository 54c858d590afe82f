using Attune.Kernels;

namespace Attune.Tensors.Tests;

internal sealed class GatedUnitCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
        Enum.GetValues<Gate>().SelectMany(gate => (OperationCase[])
        [
            new()
            {
                Operation = nameof(Operations.GatedUnit),
                Variant = $"{gate} of halves",
                Inputs = [Input.Normal([3, 2, 10])],
                LargeInputs = [Input.Normal([300, 2 * 128])],
                Compute = x => x[0].GatedUnit(gate),
            },
            new()
            {
                Operation = nameof(Operations.GatedUnit),
                Variant = $"{gate} of two tensors",
                Inputs = [Input.Normal([3, 5]), Input.Normal([3, 5])],
                LargeInputs = [Input.Normal([300, 128]), Input.Normal([300, 128])],
                Compute = x => x[0].GatedUnit(x[1], gate),
            },
        ]);

    public IEnumerable<OperationError> Errors =>
    [
        new("gated_unit: expected an even last size, got [2, 5]", () => Tensor.Zeros([2, 5]).GatedUnit()),
        new("gated_unit: expected factors [2, 4], got [4]", () => Tensor.Zeros([2, 4]).GatedUnit(Tensor.Zeros([4]))),
        new("gated_unit: expected one of the gates, got 9", () => Tensor.Zeros([2, 4], DType.F64).GatedUnit((Gate)9)),
    ];
}
