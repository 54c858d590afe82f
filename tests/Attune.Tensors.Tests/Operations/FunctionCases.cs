namespace Attune.Tensors.Tests;

internal sealed class FunctionCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Positive(nameof(Operations.Log), x => x.Log()),
        Positive(nameof(Operations.Sqrt), x => x.Sqrt()),
        Positive(nameof(Operations.Reciprocal), x => x.Reciprocal()),
        Positive(nameof(Operations.Power), x => x.Power(-1.5)),
        Any(nameof(Operations.Power), "a whole exponent and numbers below 0", x => x.Power(3)),
        Any(nameof(Operations.Square), "", x => x.Square()),
        Any(nameof(Operations.Abs), "", x => x.Abs()),
        Any(nameof(Operations.Negate), "", x => -x),
        Any(nameof(Operations.Sin), "", x => x.Sin()),
        Any(nameof(Operations.Cos), "", x => x.Cos()),
    ];

    private static OperationCase Positive(string operation, Func<Tensor, Tensor> compute) => new()
    {
        Operation = operation,
        Inputs = [Input.Uniform([3, 7], 0.2, 4)],
        LargeInputs = [Input.Uniform([50_001], 0.2, 4)],
        Compute = x => compute(x[0]),
    };

    private static OperationCase Any(string operation, string variant, Func<Tensor, Tensor> compute) => new()
    {
        Operation = operation,
        Variant = variant,
        Inputs = [Input.AwayFromZero([3, 7])],
        LargeInputs = [Input.Normal([50_001], 2)],
        Compute = x => compute(x[0]),
    };
}
