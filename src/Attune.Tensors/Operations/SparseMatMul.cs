namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// A x for a sparse A [M, K] in compressed rows: the entries of row i are numbers offsets[i] to offsets[i + 1] - 1 of columns and values; entries may
    /// repeat and add up.
    /// </summary>
    /// <param name="x">[K, C].</param>
    /// <param name="offsets">[M + 1], i32, from 0, never falling, to the number of entries E.</param>
    /// <param name="columns">[E], i32, from 0 to K - 1.</param>
    /// <param name="values">[E]; differentiable.</param>
    /// <returns>[M, C].</returns>
    /// <exception cref="ArgumentException">Other types or shapes, or offsets or columns that do not fit.</exception>
    public static Tensor SparseMatMul(this Tensor x, Tensor offsets, Tensor columns, Tensor values)
    {
        const string Operation = "sparse_matmul";
        var state = Expect.Rows(Operation, x);
        if (state.Shape.Rank != 2)
            throw new ArgumentException($"{Operation}: expected x of two axes, got {state.Shape}");
        int rows = ExpectOffsets(Operation, state, offsets);
        var entries = Expect.Type(Operation, columns, DType.I32);
        Expect.SameDevice(Operation, state, entries);
        var weights = Expect.Same(Operation, state, values);
        if (entries.Shape.Rank != 1 || weights.Shape != entries.Shape)
            throw new ArgumentException($"{Operation}: expected columns and values of one axis and size, got {entries.Shape} and {weights.Shape}");

        var (cuts, places) = (Packed(offsets), Packed(columns));
        var y = Tensor.New(state.Shape.With(0, rows), state.Type, state.Device, Operation); // [K, C] -> [M, C]
        state.Device.SparseMatMul(cuts, places, Packed(values), Packed(x), y);
        return Tape.Needs(x, values) ? Tape.Record(y, new SparseMatMulGradient(x, cuts, places, values)) : y;
    }
}

internal readonly struct SparseMatMulGradient(Tensor x, Tensor offsets, Tensor columns, Tensor values) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dx = gradients.Wants(x) ? Tensor.New(x.Shape, x.DType, x.Device, "gradient") : default;
        var dValues = gradients.Wants(values) ? Tensor.New(values.Shape, values.DType, values.Device, "gradient") : default;
        x.Device.SparseMatMulBackward(
            offsets, columns, Operations.Packed(values), Operations.Packed(x), Operations.Packed(dy), dValues, dx);
        if (!dx.IsNone)
            gradients.Add(x, dx);
        if (!dValues.IsNone)
            gradients.Add(values, dValues);
    }
}
