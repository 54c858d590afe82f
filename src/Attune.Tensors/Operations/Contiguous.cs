namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The same elements without gaps: x itself, or a copy of a view.</summary>
    public static Tensor Contiguous(this Tensor x)
    {
        if (x.StateFor("contiguous").IsContiguous)
            return x;
        var y = Packed(x);
        return Tape.Needs(x) ? Tape.Record(y, new ContiguousGradient(x)) : y;
    }

    /// <summary><see cref="Contiguous"/> outside of the tape: for kernels.</summary>
    internal static Tensor Packed(Tensor x)
    {
        var state = x.State;
        if (state.IsContiguous)
            return x;
        var y = Tensor.New(state.Shape, state.Type, state.Device, "contiguous");
        state.Device.Copy(x, y);
        return y;
    }

    /// <summary>target += x, outside of the tape; the target may be a view.</summary>
    internal static void AddInto(Tensor target, Tensor x)
    {
        if (target.IsContiguous)
        {
            target.Device.Binary(Kernels.BinaryFunction.Add, target, x, target);
            return;
        }

        var sum = Tensor.New(target.Shape, target.DType, target.Device, "add");
        target.Device.Binary(Kernels.BinaryFunction.Add, target, x, sum);
        target.Device.Copy(sum, target);
    }

    internal static Tensor PackedOrNone(Tensor x) => x.IsNone ? x : Packed(x);
}

internal readonly struct ContiguousGradient(Tensor x) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients) => gradients.Add(x, dy);
}
