namespace Attune.Tensors.Tests;

internal sealed class GatherCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        new()
        {
            Operation = nameof(Operations.Gather),
            Inputs = [Input.Normal([4, 3]), Input.Indices([6], 4)],
            LargeInputs = [Input.Normal([40, 1500]), Input.Indices([90], 40)],
            Compute = x => x[0].Gather(x[1]),
            TakesBf16 = true,
        },
        new()
        {
            Operation = nameof(Operations.Gather),
            Variant = "in the middle",
            Inputs = [Input.Normal([2, 4, 3]), Input.Indices([5], 4)],
            LargeInputs = [Input.Normal([70, 40, 11]), Input.Indices([90], 40)],
            Compute = x => x[0].Gather(x[1], 1),
            TakesBf16 = true,
        },
        new()
        {
            Operation = nameof(Operations.ScatterAdd),
            Inputs = [Input.Normal([4, 3]), Input.Indices([6], 4), Input.Normal([6, 3])],
            LargeInputs = [Input.Normal([40, 1500]), Input.Indices([90], 40), Input.Normal([90, 1500])],
            Compute = x => x[0].ScatterAdd(x[1], x[2]),
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("gather: expected indices from 0 to 3, got 4 at 1", () => Tensor.Zeros([4, 2]).Gather(Tensor.I32([0, 4]))),
        new("gather: expected indices from 0 to 3, got -1 at 0", () => Tensor.Zeros([4, 2]).Gather(Tensor.I32([-1]))),
        new("gather: expected i32, got f32 [2]", () => Tensor.Zeros([4, 2]).Gather(Tensor.Zeros([2]))),
        new("gather: [4, 2]: expected indices with one axis, got [1, 1]", () => Tensor.Zeros([4, 2]).Gather(Tensor.I32([0], [1, 1]))),
        new("scatter_add: [4, 2]: expected values [1, 2], got [2, 2]", () => Tensor.Zeros([4, 2]).ScatterAdd(Tensor.I32([0]), Tensor.Zeros([2, 2]))),
    ];
}
