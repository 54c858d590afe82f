namespace Attune.Tensors.Tests;

/// <summary>How an input lies in memory.</summary>
internal enum Layout
{
    Contiguous,

    /// <summary>The last two axes were swapped.</summary>
    Transposed,

    /// <summary>A part of a larger tensor whose other numbers are NaN.</summary>
    Sliced,
}

/// <summary>What an operation gave: its output, and the gradients of its real inputs for one made-up gradient of the output.</summary>
internal sealed record CaseRun(double[] Output, Shape Shape, double[][] Gradients)
{
    public static CaseRun Of(OperationCase @case, DType type, Layout layout = Layout.Contiguous, bool isLarge = false)
    {
        var inputs = Tensors(@case, type, layout, isLarge, out var leaves);
        var y = @case.Compute(inputs);
        if (!@case.IsDifferentiable)
            return new CaseRun(Wide(y), y.Shape, []);
        y.Backward(Make(Weights(y.Shape), y.Shape, y.DType));
        return new CaseRun(Wide(y), y.Shape, [.. leaves.Select(leaf => Wide(leaf.Gradient).Select(WithoutSignOfZero).ToArray())]);
    }

    // A gradient of -0 that is added to zeros, as gradients of slices are, becomes 0.
    private static double WithoutSignOfZero(double value) => value + 0.0;

    /// <summary>The made-up gradient of an output.</summary>
    public static double[] Weights(Shape shape) => Input.Normal(shape).Values(seed: 99);

    public static Tensor[] Tensors(OperationCase @case, DType type, Layout layout, bool isLarge, out List<Tensor> leaves)
    {
        leaves = [];
        var inputs = isLarge ? @case.LargeInputs ?? @case.Inputs : @case.Inputs;
        var tensors = new Tensor[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            var (shape, values) = (inputs[i].Shape, inputs[i].Values(seed: i + 1));
            if (inputs[i].IsInteger)
            {
                tensors[i] = Tensor.I32([.. values.Select(value => (int)value)], shape);
                continue;
            }

            var leaf = Make(values, shape, type);
            if (@case.IsDifferentiable)
                leaf.RequireGradient();
            leaves.Add(leaf);
            tensors[i] = Lay(leaf, layout);
        }

        return tensors;
    }

    public static Tensor Make(double[] values, Shape shape, DType type) => type switch
    {
        DType.F64 => Tensor.F64(values, shape),
        DType.F32 => Tensor.F32(Narrow(values), shape),
        DType.BF16 => Tensor.F32(Narrow(values), shape).Cast(DType.BF16),
        _ => Tensor.I32([.. values.Select(value => (int)value)], shape),
    };

    public static double[] Wide(Tensor x) => x.DType switch
    {
        DType.F64 => x.ToArray<double>(),
        DType.I32 => [.. x.ToArray<int>().Select(value => (double)value)],
        _ => [.. x.ToArray<float>().Select(value => (double)value)],
    };

    public static float[] Narrow(double[] values) => [.. values.Select(value => (float)value)];

    /// <summary>The same numbers in another layout, made with operations that hand the gradient through.</summary>
    private static Tensor Lay(Tensor x, Layout layout)
    {
        if (layout is Layout.Contiguous || x.Rank == 0)
            return x;
        if (layout is Layout.Transposed)
            return x.Rank < 2 ? x : x.Transpose().Contiguous().Transpose();

        // NaN around it along the first and the last axis.
        foreach (int axis in x.Rank == 1 ? (int[])[0] : [0, x.Rank - 1])
        {
            var border = Tensor.Full(x.Shape.With(axis, 3), double.NaN, x.DType);
            int size = x.Shape[axis];
            x = Operations.Concat([border, x, border], axis).Slice(axis, 3, size);
        }

        return x;
    }
}
