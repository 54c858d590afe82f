namespace Attune.Tensors;

/// <content>
/// Gradients of slices, written where they belong in the gradient of the whole. Slices that lie side by side cover it without zeros first and
/// additions after.
/// </content>
public sealed partial class Gradients
{
    /// <summary>
    /// Memory of the shape of <paramref name="x"/> for a kernel that overwrites all of it and then hands it to <see cref="Add"/>. Where x is a slice,
    /// it is the slice's place in the gradient of the whole, as long as nothing is there: not contiguous, but with the strides of the whole.
    /// </summary>
    internal Tensor Place(Tensor x)
    {
        var state = x.State;
        if (Wants(x) && state.Gradient.IsNone && state.Creator is Node<SliceGradient> { Gradient: var slice }
            && Claim(slice.Whole, slice.Axis, slice.Start, state.Shape[slice.Axis]))
        {
            Hold(state, slice.Whole.State.Gradient.Slice(slice.Axis, slice.Start, state.Shape[slice.Axis]));
            state.OwnsGradient = false;
            state.GradientIsInWhole = true;
            Enqueue(state.Creator);
            return state.Gradient;
        }

        return Tensor.New(state.Shape, state.Type.GradientType(), state.Device, "gradient");
    }

    /// <summary>Adds the gradient of a slice to that of the whole, unless it was written there (<see cref="Place"/>).</summary>
    internal void AddSlice(Tensor whole, int axis, int start, Tensor gradient)
    {
        var state = whole.State;
        if (IsIn(whole, gradient))
            return;
        int count = gradient.Shape[axis];
        if (Claim(whole, axis, start, count))
            state.Device.Copy(gradient, state.Gradient.Slice(axis, start, count));
        else
            Operations.AddInto(TargetToAddTo(whole).Slice(axis, start, count), gradient);
    }

    // Nobody but Place hands out the memory of a gradient that its tensor owns before the turn of the operation that made the tensor.
    private static bool IsIn(Tensor whole, Tensor gradient)
    {
        var state = whole.State;
        return state.Creator is not null && state.OwnsGradient && !state.Gradient.IsNone && ReferenceEquals(state.Gradient.State.Storage, gradient.State.Storage);
    }

    // True when the caller may, and must, overwrite this part of the gradient. What is written stays one range, as slices come side by side.
    private bool Claim(Tensor whole, int axis, int start, int count)
    {
        var state = whole.State;
        if (state.Creator is null)
            return false;
        if (state.Gradient.IsNone)
        {
            Target(whole, out _);
            (state.WrittenAxis, state.WrittenFrom, state.WrittenEnd) = (axis, start, start);
        }

        if (state.WrittenAxis != axis)
            return false;
        if (start == state.WrittenEnd)
            state.WrittenEnd += count;
        else if (start + count == state.WrittenFrom)
            state.WrittenFrom = start;
        else
            return false;
        if (state.WrittenFrom == 0 && state.WrittenEnd == state.Shape[axis])
            state.WrittenAxis = -1;
        return true;
    }

    // Zeros where no slice has written.
    private static void Complete(TensorState state)
    {
        int axis = state.WrittenAxis;
        if (axis < 0)
            return;
        state.WrittenAxis = -1;
        state.Device.Fill(state.Gradient.Slice(axis, 0, state.WrittenFrom), 0);
        state.Device.Fill(state.Gradient.Slice(axis, state.WrittenEnd, state.Shape[axis] - state.WrittenEnd), 0);
    }
}
