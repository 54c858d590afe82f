namespace Attune.Tensors.Tests;

internal sealed class SparseMatMulCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.SparseMatMul),
            Inputs = [Input.Normal([3, 4]), Input.Indices([7], 3), Input.Normal([7])],
            LargeInputs = [Input.Normal([200, 130]), Input.Indices([3000], 200), Input.Normal([3000])],
            Compute = x => x[0].SparseMatMul(Offsets(x[1].ElementCount), x[1], x[2]),
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new(
            "sparse_matmul: expected columns and values of one axis and size, got [2] and [3]",
            () => Tensor.Zeros([3, 4]).SparseMatMul(Offsets(2), Tensor.I32([0, 1], [2]), Tensor.Zeros([3]))),
        new(
            "sparse_matmul: expected indices from 0 to 2 (columns of 3), got 3 in row 1",
            () => Tensor.Zeros([3, 4]).SparseMatMul(Offsets(2), Tensor.I32([0, 3], [2]), Tensor.Zeros([2]))),
        new(
            "sparse_matmul: expected offsets that end with 2, got 1",
            () => Tensor.Zeros([3, 4], DType.F64).SparseMatMul(Tensor.I32([0, 1], [2]), Tensor.I32([0, 0], [2]), Tensor.Zeros([2], DType.F64))),
        new("sparse_matmul: expected x of two axes, got [3]", () => Tensor.Zeros([3]).SparseMatMul(Offsets(1), Tensor.I32([0], [1]), Tensor.Zeros([1]))),
    ];

    // Four rows, the second empty.
    private static Tensor Offsets(int entries) => Tensor.I32([0, entries / 3, entries / 3, entries / 2, entries], [5]);
}
