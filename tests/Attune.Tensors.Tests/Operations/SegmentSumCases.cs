namespace Attune.Tensors.Tests;

internal sealed class SegmentSumCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Case(nameof(Operations.SegmentSum), Input.Normal, x => x[0].SegmentSum(Offsets(x[0]))),
        Case(nameof(Operations.SegmentMean), Input.Normal, x => x[0].SegmentMean(Offsets(x[0]))),
        Case(nameof(Operations.SegmentMax), (shape, _) => Input.Distinct(shape), x => x[0].SegmentMax(Offsets(x[0]))),
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("segment_sum: expected offsets [segments + 1], got [1, 2]", () => Tensor.Zeros([4, 3]).SegmentSum(Tensor.I32([0, 4], [1, 2]))),
        new("segment_sum: expected offsets that end with 4, got 5", () => Tensor.Zeros([4, 3]).SegmentSum(Tensor.I32([0, 5], [2]))),
        new("segment_mean: expected offsets that never fall, got 3 and then 2 at 2", () => Tensor.Zeros([4, 3], DType.F64).SegmentMean(Tensor.I32([0, 3, 2, 4], [4]))),
        new("segment_max: expected offsets that begin with 0, got 1", () => Tensor.Zeros([4, 3]).SegmentMax(Tensor.I32([1, 4], [2]))),
    ];

    // One row, none, and the rest in two halves.
    private static Tensor Offsets(Tensor x)
    {
        int rows = x.Shape[0];
        return Tensor.I32([0, 1, 1, (rows + 1) / 2, rows], [5]);
    }

    private static OperationCase Case(string operation, Func<Shape, double, Input> input, Func<Tensor[], Tensor> compute) => new()
    {
        Operation = operation,
        Inputs = [input([7, 2, 3], 1)],
        LargeInputs = [input([900, 150], 1)],
        Compute = compute,
    };
}
