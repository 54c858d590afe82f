namespace Attune.Tensors.Tests;

internal sealed class CrossEntropyCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Of("", x => x[0].CrossEntropy(x[1])),
        Of("smoothed, with z-loss", x => x[0].CrossEntropy(x[1], labelSmoothing: 0.1, zLoss: 1e-2)),
        Of("ignoring a label", x => x[0].CrossEntropy(x[1], ignoredLabel: 3)),
        OfLinear("", x => x[0].LinearCrossEntropy(x[1], x[2])),
        OfLinear("smoothed, with z-loss", x => x[0].LinearCrossEntropy(x[1], x[2], labelSmoothing: 0.1, zLoss: 1e-2)),
        OfLinear("ignoring a label", x => x[0].LinearCrossEntropy(x[1], x[2], ignoredLabel: 3)),
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("cross_entropy: [2, 3]: expected labels [2], got [3]", () => Tensor.Zeros([2, 3]).CrossEntropy(Tensor.I32([0, 0, 0], [3]))),
        new("cross_entropy: expected labels from 0 to 2 or -100, got 3 in row 1", () => Tensor.Zeros([2, 3]).CrossEntropy(Tensor.I32([0, 3], [2]))),
        new("cross_entropy: expected labels from 0 to 2 or -1, got -100 in row 0", () => Tensor.Zeros([1, 3], DType.F64).CrossEntropy(Tensor.I32([-100], [1]), ignoredLabel: -1)),
        new(
            "cross_entropy: expected label smoothing from 0 to 1, got 1.5",
            () => Tensor.Zeros([1, 3]).CrossEntropy(Tensor.I32([0], [1]), labelSmoothing: 1.5)),
        new(
            "linear_cross_entropy: [2, 4]: expected a weight [classes, 4], got [7, 5]",
            () => Tensor.Zeros([2, 4]).LinearCrossEntropy(Tensor.Zeros([7, 5]), Tensor.I32([0, 0], [2]))),
        new(
            "linear_cross_entropy: expected labels from 0 to 6 or -100, got 7 in row 0",
            () => Tensor.Zeros([2, 4]).LinearCrossEntropy(Tensor.Zeros([7, 4]), Tensor.I32([7, 0], [2]))),
        new("cross_entropy: expected z-loss of at least 0, got NaN", () => Tensor.Zeros([1, 3]).CrossEntropy(Tensor.I32([0]), zLoss: double.NaN)),
        new(
            "cross_entropy: expected z-loss of at least 0, got -1",
            () => Tensor.Zeros([1, 3], DType.F64).CrossEntropy(Tensor.I32([0]), zLoss: -1)),
    ];

    private static OperationCase Of(string variant, Func<Tensor[], Tensor> compute) => new()
    {
        Operation = nameof(Operations.CrossEntropy),
        Variant = variant,
        Inputs = [Input.Normal([2, 3, 6]), Input.Indices([2, 3], 6)],
        LargeInputs = [Input.Normal([500, 150]), Input.Indices([500], 150)],
        Compute = compute,
    };

    private static OperationCase OfLinear(string variant, Func<Tensor[], Tensor> compute) => new()
    {
        Operation = nameof(Operations.LinearCrossEntropy),
        Variant = variant,
        Inputs = [Input.Normal([2, 3, 5]), Input.Normal([6, 5]), Input.Indices([2, 3], 6)],
        LargeInputs = [Input.Normal([300, 20]), Input.Normal([2100, 20]), Input.Indices([300], 2100)],
        Compute = compute,
        TakesBf16 = true,
    };
}
