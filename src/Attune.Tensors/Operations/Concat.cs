namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>Tensors of any type one after another along an axis; their other sizes agree.</summary>
    /// <exception cref="ArgumentException">No tensor, or sizes, types or devices that differ.</exception>
    public static Tensor Concat(ReadOnlySpan<Tensor> parts, int axis)
    {
        if (parts.IsEmpty)
            throw new ArgumentException("concat: expected at least one tensor, got none");
        var first = parts[0].StateFor("concat");
        axis = first.Shape.Axis(axis, "concat");
        int size = 0;
        foreach (var part in parts)
        {
            var state = Expect.Same("concat", first, part);
            for (int i = 0; i < Math.Max(first.Shape.Rank, state.Shape.Rank); i++)
            {
                if (state.Shape.Rank != first.Shape.Rank)
                    throw new ArgumentException($"concat: {first.Shape} and {state.Shape}: numbers of axes differ");
                if (i != axis && state.Shape[i] != first.Shape[i])
                    throw new ArgumentException($"concat: {first.Shape} and {state.Shape}: sizes {first.Shape[i]} and {state.Shape[i]} of axis {i} differ");
            }

            size = checked(size + state.Shape[axis]);
        }

        var y = Tensor.New(first.Shape.With(axis, size), first.Type, first.Device, "concat");
        int start = 0;
        foreach (var part in parts)
        {
            int count = part.Shape[axis];
            var place = Tensor.View(
                y.State, part.Shape, y.State.Strides, y.State.Offset + (start * y.State.Strides[axis]), "concat");
            first.Device.Copy(part, place);
            start += count;
        }

        return Tape.Needs(parts) ? Tape.Record(y, new ConcatGradient(parts.ToArray(), axis)) : y;
    }
}

/// <summary>Each part gets its part of dy.</summary>
internal readonly struct ConcatGradient(Tensor[] parts, int axis) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        int start = 0;
        foreach (var part in parts)
        {
            int count = part.Shape[axis];
            gradients.Add(part, dy.Slice(axis, start, count));
            start += count;
        }
    }
}
