namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>y[s] = sum of x[r] over the rows r of segment s: offsets[s] to offsets[s + 1] - 1; 0 for an empty one.</summary>
    /// <param name="x">[N, ..].</param>
    /// <param name="offsets">[S + 1], i32, from 0, never falling, to N.</param>
    /// <returns>[S, ..].</returns>
    /// <exception cref="ArgumentException">Other types or shapes, or offsets that do not cut N rows.</exception>
    public static Tensor SegmentSum(this Tensor x, Tensor offsets) => Segment("segment_sum", SegmentReduction.Sum, x, offsets);

    /// <summary>y[s] = the mean of x[r] over the rows r of segment s: offsets[s] to offsets[s + 1] - 1; 0 for an empty one.</summary>
    /// <param name="x">[N, ..].</param>
    /// <param name="offsets">[S + 1], i32, from 0, never falling, to N.</param>
    /// <returns>[S, ..].</returns>
    /// <exception cref="ArgumentException">Other types or shapes, or offsets that do not cut N rows.</exception>
    public static Tensor SegmentMean(this Tensor x, Tensor offsets) => Segment("segment_mean", SegmentReduction.Mean, x, offsets);

    /// <summary>
    /// y[s] = the largest of x[r] over the rows r of segment s, element by element: offsets[s] to offsets[s + 1] - 1; 0 for an empty one. The gradient
    /// goes to the first of equal ones.
    /// </summary>
    /// <param name="x">[N, ..].</param>
    /// <param name="offsets">[S + 1], i32, from 0, never falling, to N.</param>
    /// <returns>[S, ..].</returns>
    /// <exception cref="ArgumentException">Other types or shapes, or offsets that do not cut N rows.</exception>
    public static Tensor SegmentMax(this Tensor x, Tensor offsets) => Segment("segment_max", SegmentReduction.Max, x, offsets);

    private static Tensor Segment(string operation, SegmentReduction reduction, Tensor x, Tensor offsets)
    {
        var state = Expect.Rows(operation, x);
        int segments = ExpectOffsets(operation, state, offsets);
        var cuts = Packed(offsets);
        var y = Tensor.New(state.Shape.With(0, segments), state.Type, state.Device, operation); // [N, ..] -> [S, ..]
        state.Device.Segment(reduction, Packed(x), cuts, y);
        return Tape.Needs(x) ? Tape.Record(y, new SegmentGradient(reduction, x, cuts)) : y;
    }

    /// <summary>i32 offsets with one axis; the number of segments.</summary>
    private static int ExpectOffsets(string operation, TensorState x, Tensor offsets)
    {
        var state = Expect.Type(operation, offsets, DType.I32);
        Expect.SameDevice(operation, x, state);
        return state.Shape.Rank == 1 && state.Shape[0] > 0
            ? state.Shape[0] - 1
            : throw new ArgumentException($"{operation}: expected offsets [segments + 1], got {state.Shape}");
    }
}

internal readonly struct SegmentGradient(SegmentReduction reduction, Tensor x, Tensor offsets) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dx = Tensor.New(x.Shape, x.DType, x.Device, "gradient");
        x.Device.SegmentBackward(reduction, Operations.Packed(x), offsets, Operations.Packed(dy), dx);
        gradients.Add(x, dx);
    }
}
