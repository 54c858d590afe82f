namespace Attune.Tensors;

/// <summary>
/// What tensors can do: every public method is an operation, in a file of its own name, with its gradient. Operations check
/// shapes and types and throw <see cref="ArgumentException"/>; see CONTRIBUTING.md to add one.
/// </summary>
/// <remarks>Thread-safe: operations read their inputs and make new tensors, which belong to the step of the calling thread.</remarks>
public static partial class Operations
{
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
