namespace Attune.Tensors.Tests;

internal sealed class EmbeddingCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.Embedding),
            Inputs = [Input.Normal([5, 3]), Input.Indices([2, 4], 5)],
            LargeInputs = [Input.Normal([300, 96]), Input.Indices([2000], 300)],
            Compute = x => x[0].Embedding(x[1]),
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("embedding: expected a table of two axes, got [5]", () => Tensor.Zeros([5]).Embedding(Tensor.I32([0], [1]))),
        new("embedding: expected i32, got f32 [1]", () => Tensor.Zeros([5, 2]).Embedding(Tensor.Zeros([1]))),
        new(
            "embedding: expected indices from 0 to 4 (a vocabulary of 5), got 5 in row 1",
            () => Tensor.Zeros([5, 2]).Embedding(Tensor.I32([0, 5], [2]))),
        new(
            "embedding: expected indices from 0 to 3 (a vocabulary of 4), got -1 in row 0",
            () => Tensor.Zeros([4, 2], DType.F64).Embedding(Tensor.I32([-1, 5], [2]))),
        new(
            "embedding: [1, 1, 1, 1, 1, 1]: expected less than 6 axes to add one to, got 6",
            () => Tensor.Zeros([5, 2]).Embedding(Tensor.I32([0], [1, 1, 1, 1, 1, 1]))),
    ];
}
