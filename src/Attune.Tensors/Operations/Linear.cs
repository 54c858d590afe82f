namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>y = x W^T + b: what a linear layer does. Leading axes are rows.</summary>
    /// <param name="x">[.., k]; f32 or bf16, or f64.</param>
    /// <param name="weight">[n, k], as checkpoints store it; f32 or bf16, or f64.</param>
    /// <param name="bias">[n] of the type of the result, or none.</param>
    /// <returns>[.., n]; f32, or f64.</returns>
    /// <exception cref="ArgumentException">Sizes or types do not fit.</exception>
    public static Tensor Linear(this Tensor x, Tensor weight, Tensor bias = default)
    {
        var (input, factor) = Expect.Factors("linear", x, weight);
        if (factor.Shape.Rank != 2 || input.Shape.Rank == 0 || input.Shape[-1] != factor.Shape[1])
            throw new ArgumentException($"linear: {input.Shape}: expected a weight [n, {(input.Shape.Rank == 0 ? "k" : input.Shape[-1])}], got {factor.Shape}");
        int n = factor.Shape[0];
        var y = Tensor.New(input.Shape.With(-1, n), input.Type.GradientType(), input.Device, "linear");
        Expect.Optional("linear", "bias", y.State, bias, [n]);
        using (Tape.NoGradient())
            input.Device.MatMul(AsMatrices(RowsOf(x)), AsMatrices(weight.Transpose()), RowsOf(y), PackedOrNone(bias), accumulate: false);
        return Tape.Needs(x, weight, bias) ? Tape.Record(y, new LinearGradient(x, weight, bias)) : y;
    }

    /// <summary>x [.., C] as [N, C]: a view, or a copy where x has gaps; outside of the tape.</summary>
    internal static Tensor RowsOf(Tensor x)
    {
        if (x.Rank == 2)
            return x;
        var (rows, columns) = x.Shape.AsRows();
        var packed = Packed(x).State;
        Shape shape = [rows, columns];
        return Tensor.View(packed, shape, shape.RowMajorStrides(), packed.Offset, "rows");
    }
}

/// <summary>dx = dy W, dW = dy^T x, db = the sum of the rows of dy.</summary>
internal readonly struct LinearGradient(Tensor x, Tensor weight, Tensor bias) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var rows = Operations.RowsOf(dy);
        if (gradients.Wants(x))
            gradients.Add(x, Operations.Product(rows, weight, "gradient").Reshape(x.Shape));
        Operations.AddProduct(gradients, weight, rows.Transpose(), Operations.RowsOf(x));
        if (gradients.Wants(bias))
            gradients.Add(bias, rows);
    }
}
