namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// The k largest logits hidden weight^T of each row, largest first, where they are, and log(sum of e^logit): what <see cref="TopK"/> and <see cref="LogSumExp"/> make of
    /// the logits, bit by bit, without the logits in memory. Not differentiable.
    /// </summary>
    /// <param name="hidden">[N, C].</param>
    /// <param name="weight">[V, C].</param>
    /// <param name="k">From 0 to V.</param>
    /// <returns>Values [N, k], indices [N, k] (i32), normalizers [N].</returns>
    /// <exception cref="ArgumentException">Other types or shapes, or k out of range.</exception>
    public static (Tensor Values, Tensor Indices, Tensor LogSumExp) LinearTopK(this Tensor hidden, PackedWeight weight, int k)
    {
        const string Operation = "linear_topk";
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Packed is not { } packed || hidden.DType is not DType.F32)
        {
            using var pause = Tape.NoGradient();
            var logits = hidden.Linear(weight.Weight); // [N, C] -> [N, V]
            var (best, places) = logits.TopK(k);
            return (best, places, logits.LogSumExp(-1));
        }

        var state = Expect.Rows(Operation, hidden);
        var (classes, channels) = weight.Weight.Dims2();
        if (state.Shape.Rank != 2 || state.Shape[1] != channels)
            throw new ArgumentException($"{Operation}: {state.Shape}: expected rows of {channels} for a weight {weight.Weight.Shape}");
        if (k < 0 || k > classes)
            throw new ArgumentException($"{Operation}: {state.Shape}: expected k from 0 to {classes}, got {k}");
        int rows = state.Shape[0];
        var values = Tensor.New([rows, k], state.Type, state.Device, Operation);
        var indices = Tensor.New([rows, k], DType.I32, state.Device, Operation);
        var logSumExp = Tensor.New([rows], state.Type, state.Device, Operation);
        state.Device.LinearTopK(Packed(hidden), packed, values, indices, logSumExp);
        return (values, indices, logSumExp);
    }
}
