namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>a where the condition is not 0, else b; all three are broadcast.</summary>
    /// <param name="condition">f32, f64 or i32: what comparisons give. No gradient reaches it.</param>
    /// <param name="a">f32 or f64.</param>
    /// <param name="b">Of the type of a.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit.</exception>
    public static Tensor Where(this Tensor condition, Tensor a, Tensor b)
    {
        var left = Expect.Real("where", a);
        var right = Expect.Same("where", left, b);
        var flags = condition.StateFor("where");
        if (flags.Type is DType.BF16)
            throw new ArgumentException($"where: expected a condition f32, f64 or i32, got bf16 {flags.Shape}");
        Expect.SameDevice("where", left, flags);
        var shape = Shape.Broadcast(Shape.Broadcast(left.Shape, right.Shape, "where"), flags.Shape, "where");
        var y = Tensor.New(shape, left.Type, left.Device, "where");
        using (Tape.NoGradient())
            left.Device.Where(Stretched(condition.Cast(left.Type), shape), StretchedOrOne(a, shape), StretchedOrOne(b, shape), y);
        return Tape.Needs(a, b) ? Tape.Record(y, new WhereGradient(condition, a, b)) : y;
    }

    private static Tensor Stretched(Tensor x, in Shape shape) => Packed(x.BroadcastTo(shape));

    private static Tensor StretchedOrOne(Tensor x, in Shape shape) => x.ElementCount == 1 ? Packed(x) : Stretched(x, shape);
}

/// <summary>da = dy where the condition holds, db = dy elsewhere.</summary>
internal readonly struct WhereGradient(Tensor condition, Tensor a, Tensor b) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var zero = Tensor.Scalar(0, dy.DType, dy.Device);
        if (gradients.Wants(a))
            gradients.Add(a, condition.Where(dy, zero));
        if (gradients.Wants(b))
            gradients.Add(b, condition.Where(zero, dy));
    }
}
