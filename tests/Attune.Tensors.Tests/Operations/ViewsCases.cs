namespace Attune.Tensors.Tests;

internal sealed class ViewsCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Case(nameof(Operations.Contiguous), "", x => x[0].Transpose().Contiguous()),
        Case(nameof(Operations.Reshape), "", x => x[0].Reshape([5, 12])),
        Case(nameof(Operations.Reshape), "of a view with gaps", x => x[0].Transpose().Reshape([60])),
        Case(nameof(Operations.Transpose), "", x => x[0].Transpose()),
        Case(nameof(Operations.Transpose), "outer axes", x => x[0].Transpose(0, 2)),
        Case(nameof(Operations.BroadcastTo), "", x => x[0].Slice(1, 1, 1).BroadcastTo([2, 3, 4, 5])),
        Case(nameof(Operations.Slice), "", x => x[0].Slice(1, 1, 2)),
        Case(nameof(Operations.Slice), "overlapping parts", x => x[0].Slice(2, 0, 3) * x[0].Slice(2, 1, 3)),
        Case(nameof(Operations.Split), "", x => Mix(x[0].Split(1, 2))),
        Case(nameof(Operations.Select), "", x => x[0].Select(1, 2)),
        Case(nameof(Operations.Squeeze), "", x => x[0].Slice(1, 2, 1).Squeeze(1)),
        Case(nameof(Operations.Unsqueeze), "", x => x[0].Unsqueeze(1)),
        Case(nameof(Operations.Unsqueeze), "at the end", x => x[0].Unsqueeze(-1)),
        Case(nameof(Operations.Concat), "", x => Operations.Concat([x[0], x[0].Slice(1, 0, 2)], 1)),
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("reshape: [2, 3] has 6 elements, [5] has 5", () => Tensor.Zeros([2, 3]).Reshape([5])),
        new("transpose: [2]: no axis -2", () => Tensor.Zeros([2]).Transpose()),
        new("broadcast_to: [2, 3] does not stretch to [3]", () => Tensor.Zeros([2, 3]).BroadcastTo([3])),
        new("slice: [2, 3]: expected places within the 3 of axis 1, got 2 from 2 on", () => Tensor.Zeros([2, 3]).Slice(1, 2, 2)),
        new("concat: [2, 3] and [2, 4]: sizes 3 and 4 of axis 1 differ", () => Operations.Concat([Tensor.Zeros([2, 3]), Tensor.Zeros([2, 4])], 0)),
        new("split: [2, 3]: expected a number of parts that divides the 3 of axis 1, got 2", () => Tensor.Zeros([2, 3]).Split(1, 2)[0]),
        new("select: [2, 3]: expected a place from 0 to 2 of axis 1, got 3", () => Tensor.Zeros([2, 3]).Select(1, 3)),
        new("squeeze: [2, 3]: expected size 1 of axis 0, got 2", () => Tensor.Zeros([2, 3]).Squeeze(0)),
        new("concat: expected at least one tensor, got none", () => Operations.Concat([], 0)),
        new("unsqueeze: [2, 3]: expected a place from -3 to 2 for a new axis, got 5", () => Tensor.Zeros([2, 3]).Unsqueeze(5)),
        new(
            "unsqueeze: [1, 1, 1, 1, 1, 1]: expected less than 6 axes to add one to, got 6",
            () => Tensor.Zeros([1, 1, 1, 1, 1, 1]).Unsqueeze(0)),
        new("split: [2, 3]: expected a number of parts that divides the 3 of axis 1, got 0", () => Tensor.Zeros([2, 3]).Split(1, 0)[0]),
    ];

    private static Tensor Mix(Tensor[] parts) => Operations.Concat([parts[1], parts[0], parts[1]], 0);

    private static OperationCase Case(string operation, string variant, Func<Tensor[], Tensor> compute) => new()
    {
        Operation = operation,
        Variant = variant,
        Inputs = [Input.Normal([3, 4, 5])],
        Compute = compute,
        TakesBf16 = true,
    };
}
