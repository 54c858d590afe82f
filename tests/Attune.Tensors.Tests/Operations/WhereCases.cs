namespace Attune.Tensors.Tests;

internal sealed class WhereCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.Where),
            Inputs = [Input.Indices([3, 5], 2), Input.Normal([3, 5]), Input.Normal([5])],
            LargeInputs = [Input.Indices([300, 150], 2), Input.Normal([300, 150]), Input.Normal([150])],
            Compute = x => x[0].Where(x[1], x[2]),
        },
        new()
        {
            Operation = nameof(Operations.Where),
            Variant = "a comparison and a number",
            Inputs = [Input.Distinct([3, 5])],
            Compute = x => x[0].IsLess(Tensor.Scalar(0.11, x[0].DType)).Where(x[0] * 2, Tensor.Scalar(1, x[0].DType)),
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("where: [2] and [3]: sizes 2 and 3 of axis -1 differ and neither is 1", () => Tensor.Zeros([3]).Where(Tensor.Zeros([2]), Tensor.Scalar(0))),
        new("where: expected operands of one type, got f32 [2] and f64 [2]", () => Tensor.Zeros([2]).Where(Tensor.Zeros([2]), Tensor.Zeros([2], DType.F64))),
    ];
}
