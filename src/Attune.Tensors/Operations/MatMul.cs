namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// Matrix products over the last two axes: a [.., m, k] times b [.., k, n] gives [.., m, n]; leading axes are broadcast. Transposed
    /// views are read where they lie. f32 and bf16 factors, in any mixture, give f32; f64 factors give f64.
    /// </summary>
    /// <exception cref="ArgumentException">Fewer than two axes, inner sizes or leading axes that do not fit, or other types.</exception>
    public static Tensor MatMul(this Tensor a, Tensor b)
    {
        var (left, right) = Expect.Factors("matmul", a, b);
        if (left.Shape.Rank < 2 || right.Shape.Rank < 2)
            throw new ArgumentException($"matmul: {left.Shape} x {right.Shape}: expected at least two axes each");
        if (left.Shape[-1] != right.Shape[-2])
            throw new ArgumentException($"matmul: {left.Shape} x {right.Shape}: inner sizes {left.Shape[-1]} and {right.Shape[-2]} differ");
        if (right.Shape.Rank == 2 && left.Shape.Rank > 2)
        {
            // One product of all rows instead of one for each leading place.
            var (rows, columns) = left.Shape.AsRows();
            return a.Reshape([rows, columns]).MatMul(b).Reshape(left.Shape.With(-1, right.Shape[1]));
        }

        var c = Product(a, b, "matmul");
        return Tape.Needs(a, b) ? Tape.Record(c, new MatMulGradient(a, b)) : c;
    }

    /// <summary>a b outside of the tape.</summary>
    internal static Tensor Product(Tensor a, Tensor b, string operation)
    {
        var c = Tensor.New(ProductShape(a, b, operation), a.DType.GradientType(), a.Device, operation);
        a.Device.MatMul(AsMatrices(a), AsMatrices(b), c);
        return c;
    }

    /// <summary>Adds a b to the gradient of <paramref name="x"/>: without a temporary where shapes agree.</summary>
    internal static void AddProduct(Gradients gradients, Tensor x, Tensor a, Tensor b)
    {
        if (!gradients.Wants(x))
            return;
        if (ProductShape(a, b, "matmul") != x.Shape)
        {
            gradients.Add(x, Product(a, b, "matmul"));
            return;
        }

        var target = gradients.Target(x, out bool accumulate);
        a.Device.MatMul(AsMatrices(a), AsMatrices(b), target, new ProductEnd(Accumulate: accumulate));
    }

    /// <summary>
    /// The gradient dc of the product of two factors, as a factor of their gradients' products: rounded to bf16 where both of them are bf16, so that
    /// backward products are of the same kind as the forward one; else as it is.
    /// </summary>
    internal static Tensor AsFactor(Tensor dc, Tensor a, Tensor b) =>
        a.DType is DType.BF16 && b.DType is DType.BF16 ? dc.Cast(DType.BF16) : dc;

    private static Shape ProductShape(Tensor a, Tensor b, string operation)
    {
        var (left, right) = (a.Shape, b.Shape);
        if (left.Rank == 2 && right.Rank == 2)
            return [left[0], right[1]];

        // The matrices themselves do not take part in broadcasting.
        return Shape.Broadcast(left, right, operation, except: 2).With(-2, left[-2]).With(-1, right[-1]);
    }

    /// <summary>x itself where kernels can read its matrices, else a copy.</summary>
    internal static Tensor AsMatrices(Tensor x)
    {
        var state = x.State;
        var (rows, columns) = (state.Shape[-2], state.Shape[-1]);
        var (rowStride, columnStride) = (state.Strides[state.Shape.Rank - 2], state.Strides[state.Shape.Rank - 1]);
        bool isStored = (columnStride == 1 || columns == 1) && (rowStride >= columns || rows == 1);
        bool isTransposed = (rowStride == 1 || rows == 1) && (columnStride >= rows || columns == 1);
        return isStored || isTransposed ? x : Packed(x);
    }
}

/// <summary>c = a b: da = dc b^T, db = a^T dc.</summary>
internal readonly struct MatMulGradient(Tensor a, Tensor b) : IGradient
{
    public void Backward(Tensor dc, Gradients gradients)
    {
        dc = Operations.AsFactor(dc, a, b);
        Operations.AddProduct(gradients, a, dc, b.Transpose());
        Operations.AddProduct(gradients, b, a.Transpose(), dc);
    }
}
