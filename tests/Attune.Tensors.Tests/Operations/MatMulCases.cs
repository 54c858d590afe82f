namespace Attune.Tensors.Tests;

internal sealed class MatMulCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Case("matrices", [3, 4], [4, 5]),
        Case("a batch", [2, 3, 4], [2, 4, 5]),
        Case("a batch and one matrix", [2, 3, 4], [4, 5]),
        Case("one matrix and a batch", [3, 4], [2, 4, 5]),
        Case("stretched batches", [2, 1, 3, 4], [1, 3, 4, 2]),
        Case("a row", [1, 6], [6, 5]),
        Case("a column", [5, 6], [6, 1]),
        new()
        {
            Operation = nameof(Operations.MatMul),
            Variant = "transposed views",
            Inputs = [Input.Normal([4, 3]), Input.Normal([5, 4])],
            LargeInputs = [Input.Normal([120, 80]), Input.Normal([70, 120])],
            Compute = x => x[0].Transpose().MatMul(x[1].Transpose()),
            TakesBf16 = true,
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("matmul: [2, 3] x [4, 5]: inner sizes 3 and 4 differ", () => Tensor.Zeros([2, 3]).MatMul(Tensor.Zeros([4, 5]))),
        new("matmul: [3] x [3, 5]: expected at least two axes each", () => Tensor.Zeros([3]).MatMul(Tensor.Zeros([3, 5]))),
        new("matmul: [2, 3, 4] and [3, 4, 5]: sizes 2 and 3 of axis -3 differ and neither is 1", () => Tensor.Zeros([2, 3, 4]).MatMul(Tensor.Zeros([3, 4, 5]))),
    ];

    private static OperationCase Case(string variant, Shape a, Shape b) => new()
    {
        Operation = nameof(Operations.MatMul),
        Variant = variant,
        Inputs = [Input.Normal(a), Input.Normal(b)],
        LargeInputs = [Input.Normal(Grow(a)), Input.Normal(Grow(b))],
        Compute = x => x[0].MatMul(x[1]),
        TakesBf16 = true,
    };

    private static Shape Grow(Shape shape)
    {
        for (int i = shape.Rank - 2; i < shape.Rank; i++)
            shape = shape.With(i, shape[i] == 1 ? 1 : 29 * shape[i]);
        return shape;
    }
}
