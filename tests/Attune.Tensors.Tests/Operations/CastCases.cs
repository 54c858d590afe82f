namespace Attune.Tensors.Tests;

internal sealed class CastCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.Cast),
            Inputs = [Input.Normal([3, 4])],
            Compute = x => x[0].Cast(DType.F64) * 2,
            TakesBf16 = true,
        },
        new()
        {
            Operation = nameof(Operations.Cast),
            Variant = "to whole numbers",
            Inputs = [Input.Normal([3, 4], 10)],
            Compute = x => x[0].Cast(DType.I32),
            IsDifferentiable = false,
            TakesBf16 = true,
        },
        new()
        {
            Operation = nameof(Operations.CastFactor),
            Inputs = [Input.Normal([3, 4])],
            Compute = x => x[0].CastFactor(DType.F64) * 2,
            TakesBf16 = true,
        },
    ];
}
