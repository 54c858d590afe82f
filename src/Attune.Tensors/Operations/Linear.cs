using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>y = activation(x W^T + b) + residual: a linear layer and what commonly follows it, in one pass where that is possible.</summary>
    /// <remarks>
    /// The bits are those of the separate operations. A recorded activation is separate, because its gradient needs its input: except for ReLU without
    /// a residual, whose slope its result tells.
    /// </remarks>
    /// <param name="x">[.., k]; f32 or bf16, or f64.</param>
    /// <param name="weight">[n, k], as checkpoints store it; f32 or bf16, or f64.</param>
    /// <param name="bias">[n] of the type of the result, or none.</param>
    /// <param name="activation">Applied after the bias.</param>
    /// <param name="residual">Of the shape and type of the result, added last; or none.</param>
    /// <returns>[.., n]; f32, or f64.</returns>
    /// <exception cref="ArgumentException">Sizes or types do not fit.</exception>
    public static Tensor Linear(
        this Tensor x, Tensor weight, Tensor bias = default, Activation activation = Activation.None, Tensor residual = default) =>
        Linear(x, weight, null, bias, activation, residual);

    /// <summary>The same with a weight that was packed before.</summary>
    /// <inheritdoc cref="Linear(Tensor, Tensor, Tensor, Activation, Tensor)"/>
    public static Tensor Linear(
        this Tensor x, PackedWeight weight, Tensor bias = default, Activation activation = Activation.None, Tensor residual = default)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return Linear(x, weight.Weight, x.DType is DType.F32 ? weight.Packed : null, bias, activation, residual);
    }

    private static Tensor Linear(Tensor x, Tensor weight, object? packed, Tensor bias, Activation activation, Tensor residual)
    {
        var (input, factor) = Expect.Factors("linear", x, weight);
        if (factor.Shape.Rank != 2 || input.Shape.Rank == 0 || input.Shape[-1] != factor.Shape[1])
            throw new ArgumentException($"linear: {input.Shape}: expected a weight [n, {(input.Shape.Rank == 0 ? "k" : input.Shape[-1])}], got {factor.Shape}");
        int n = factor.Shape[0];
        var y = Tensor.New(input.Shape.With(-1, n), input.Type.GradientType(), input.Device, "linear"); // [.., k] -> [.., n]
        Expect.Optional("linear", "bias", y.State, bias, [n]);
        Expect.Optional("linear", "residual", y.State, residual, y.Shape);
        bool isRectified = activation is Activation.Relu && residual.IsNone;
        bool needsInput = activation is not Activation.None && !isRectified && Tape.Needs(x, weight, bias);
        bool isPlain = y.DType is DType.F64 && (activation is not Activation.None || !residual.IsNone);
        if (needsInput || isPlain)
        {
            var activated = Linear(x, weight, packed, bias, Activation.None, default).Activate(activation);
            return residual.IsNone ? activated : activated + residual;
        }

        using (Tape.NoGradient())
        {
            var end = new ProductEnd(PackedOrNone(bias), Activation: activation, Residual: PackedOrNone(residual));
            if (packed is null)
                input.Device.MatMul(AsMatrices(RowsOf(x)), AsMatrices(weight.Transpose()), RowsOf(y), end);
            else
                input.Device.MatMul(AsMatrices(RowsOf(x)), packed, RowsOf(y), end);
        }

        return Tape.Needs(x, weight, bias, residual)
            ? Tape.Record(y, new LinearGradient(x, weight, bias, residual, isRectified ? y : default))
            : y;
    }

    /// <summary>The elementwise operation of this name.</summary>
    /// <exception cref="ArgumentException">Not f32 or f64, or no such function.</exception>
    public static Tensor Activate(this Tensor x, Activation activation) => activation switch
    {
        Activation.None => x,
        Activation.Relu => x.Relu(),
        Activation.GeluExact => x.Gelu(),
        Activation.GeluTanh => x.GeluTanh(),
        Activation.Silu => x.Silu(),
        Activation.Sigmoid => x.Sigmoid(),
        Activation.Tanh => x.Tanh(),
        _ => throw new ArgumentException($"activate: expected one of the activations, got {activation}"),
    };

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

/// <summary>dx = dy W, dW = dy^T x, db = the sum of the rows of dy; the residual gets dy. Where a result was rectified to 0, dy counts as 0.</summary>
/// <remarks>Between two bf16 factors the dy of the products is rounded to bf16: see <see cref="Operations.AsFactor"/>.</remarks>
internal readonly struct LinearGradient(Tensor x, Tensor weight, Tensor bias, Tensor residual, Tensor rectified) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        gradients.Add(residual, dy);
        if (!rectified.IsNone)
        {
            var beforeRelu = Tensor.New(dy.Shape, dy.DType, dy.Device, "gradient");
            dy.Device.UnaryBackward(UnaryFunction.Relu, rectified, Operations.Packed(dy), beforeRelu, 0);
            dy = beforeRelu;
        }

        var rows = Operations.RowsOf(dy);
        var factor = Operations.AsFactor(rows, x, weight);
        if (gradients.Wants(x))
            gradients.Add(x, Operations.Product(factor, weight, "gradient").Reshape(x.Shape));
        Operations.AddProduct(gradients, weight, factor.Transpose(), Operations.RowsOf(x));
        if (gradients.Wants(bias))
            gradients.Add(bias, rows);
    }
}
