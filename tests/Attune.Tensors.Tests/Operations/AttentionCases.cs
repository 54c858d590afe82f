using Attune.Kernels;

namespace Attune.Tensors.Tests;

internal sealed class AttentionCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Case("plain", (x, at) => x[0].Attention(x[1], x[2], at, default(NoMask))),
        Case("causal", (x, at) => x[0].Attention(x[1], x[2], at, default(Causal))),
        Case("window with a soft cap", (x, at) => x[0].Attention(x[1], x[2], at, new Window(2, 0), new SoftCap(3))),
        Case(
            "causal with ALiBi and a scale",
            (x, at) => x[0].Attention(
                x[1], x[2], at, default(Causal), default(Alibi),
                settings: new() { Scale = 0.3, Slopes = Tensor.F64([0.5, 0.25]).Cast(x[0].DType) })),
        Case(
            "dropout",
            (x, at) => x[0].Attention(x[1], x[2], at, default(NoMask), settings: new() { Dropout = new(0.3f, new(1, 2, 3), 0) })),
        Case(
            "explicit mask",
            (x, at) => x[0].Attention(x[1], x[2], at, default(ExplicitMask), settings: new() { Visible = Checkered(at) })),
        Case("packed queries, keys and values", (x, at) => Packed(Operations.Concat([x[0], x[1], x[2]], 1), at)),
        new()
        {
            Operation = nameof(Operations.Attention),
            Variant = "a learned bias",
            Inputs = [Input.Normal([5, 2, 4]), Input.Normal([5, 2, 4]), Input.Normal([5, 2, 4]), Input.Normal([4, 2])],
            Compute = x => x[0].Attention(
                x[1], x[2], Tensor.I32([0, 5]), default(Causal), new RelativeBias(4, 8, false), settings: new() { Bias = x[3] }),
        },
        new()
        {
            Operation = nameof(Operations.Attention),
            Variant = "shared key heads, other keys",
            Inputs = [Input.Normal([5, 4, 3]), Input.Normal([7, 2, 3]), Input.Normal([7, 2, 3])],
            LargeInputs = [Input.Normal([5, 4, 3]), Input.Normal([7, 2, 3]), Input.Normal([7, 2, 3])],
            Compute = x => x[0].Attention(x[1], x[2], Tensor.I32([0, 2, 5]), default(NoMask), Tensor.I32([0, 4, 7])),
        },
        new()
        {
            Operation = nameof(Operations.Attention),
            Variant = "keys by the numbers of their rows",
            Inputs = [Input.Normal([5, 4, 3]), Input.Normal([7, 2, 3]), Input.Normal([7, 2, 3])],
            LargeInputs = [Input.Normal([5, 4, 3]), Input.Normal([7, 2, 3]), Input.Normal([7, 2, 3])],
            Compute = x => x[0].Attention(
                x[1], x[2], Tensor.I32([0, 2, 5]), default(NoMask), Tensor.I32([0, 4, 9]), new() { KeyRows = Tensor.I32([6, 0, 3, 3, 0, 1, 2, 5, 6]) }),
        },
        new()
        {
            Operation = nameof(Operations.AttentionWeights),
            Inputs = [Input.Normal([5, 2, 4]), Input.Normal([5, 2, 4])],
            Compute = x => x[0].AttentionWeights(x[1], 1, Tensor.I32([0, 5]), default(Causal), default(NoChange)),
            IsDifferentiable = false,
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new(
            "attention: expected queries [N, H, D], keys and values [M, K, D], got [2, 3, 4], [2, 3, 5] and [2, 3, 5]",
            () => Tensor.Zeros([2, 3, 4]).Attention(Tensor.Zeros([2, 3, 5]), Tensor.Zeros([2, 3, 5]), Tensor.I32([0, 2]), default(Causal))),
        new(
            "attention: expected query offsets that end with 2, got 1",
            () => Tensor.Zeros([2, 3, 4]).Attention(Tensor.Zeros([2, 3, 4]), Tensor.Zeros([2, 3, 4]), Tensor.I32([0, 1]), default(Causal))),
        new(
            "attention: expected a head from 0 to 2, got 3",
            () => Tensor.Zeros([2, 3, 4]).AttentionWeights(Tensor.Zeros([2, 3, 4]), 3, Tensor.I32([0, 2]), default(Causal), default(NoChange))),
        new(
            "attention: expected key rows from 0 to 1, got 2",
            () => Tensor.Zeros([2, 3, 4]).Attention(
                Tensor.Zeros([2, 3, 4]), Tensor.Zeros([2, 3, 4]), Tensor.I32([0, 2]), default(Causal), settings: new() { KeyRows = Tensor.I32([0, 2]) })),
        new(
            "attention: expected key offsets that end with 3, got 2",
            () => Tensor.Zeros([2, 3, 4]).Attention(
                Tensor.Zeros([2, 3, 4]), Tensor.Zeros([2, 3, 4]), Tensor.I32([0, 2]), default(Causal), settings: new() { KeyRows = Tensor.I32([0, 1, 1]) })),
        new(
            "attention: expected a finite scale, got NaN",
            () => Tensor.Zeros([2, 1, 4]).Attention(
                Tensor.Zeros([2, 1, 4]), Tensor.Zeros([2, 1, 4]), Tensor.I32([0, 2]), default(Causal), settings: new() { Scale = double.NaN })),
    ];

    private static OperationCase Case(string variant, Func<Tensor[], Tensor, Tensor> compute) => new()
    {
        Operation = nameof(Operations.Attention),
        Variant = variant,
        Inputs = [Input.Normal([6, 2, 4]), Input.Normal([6, 2, 4]), Input.Normal([6, 2, 4])],
        LargeInputs = [Input.Normal([200, 2, 16]), Input.Normal([200, 2, 16]), Input.Normal([200, 2, 16])],
        Compute = x => compute(x, Tensor.I32([0, 2, x[0].Shape[0]])),
    };

    // [N, 3 H, D]: attention reads the parts where they lie.
    private static Tensor Packed(Tensor packed, Tensor offsets)
    {
        var parts = packed.Split(1, 3);
        return parts[0].Attention(parts[1], parts[2], offsets, default(Causal));
    }

    private static bool[] Checkered(Tensor offsets)
    {
        int rest = offsets.ToArray<int>()[2] - 2;
        return [.. Enumerable.Range(0, 4 + (rest * rest)).Select(i => i % 3 != 1)];
    }
}
