using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// Dilated convolution over rows, segment by segment: y[r] = bias + sum over taps t of weight[:, :, t] x[r + t dilation - (T - 1) dilation + lookahead];
    /// rows outside of r's own segment count as zeros. Without lookahead no row sees a later one. arXiv:1609.03499, section 2.1.
    /// </summary>
    /// <param name="x">[N, I].</param>
    /// <param name="weight">[O, I, T].</param>
    /// <param name="offsets">[S + 1], i32, where segments begin, from 0, never falling, to N.</param>
    /// <param name="bias">[O], or none for 0.</param>
    /// <param name="dilation">Rows from one tap to the next.</param>
    /// <param name="lookahead">How many rows after its own the last tap sees.</param>
    /// <returns>[N, O].</returns>
    /// <exception cref="ArgumentException">Other types or shapes, offsets that do not cut N rows, or numbers out of range.</exception>
    public static Tensor CausalConvolution(
        this Tensor x, Tensor weight, Tensor offsets, Tensor bias = default, int dilation = 1, int lookahead = 0)
    {
        const string Operation = "causal_convolution";
        var state = Expect.Rows(Operation, x);
        var taps = Expect.Same(Operation, state, weight).Shape;
        if (state.Shape.Rank != 2 || taps.Rank != 3 || taps[1] != state.Shape[1] || taps[2] < 1)
            throw new ArgumentException($"{Operation}: expected x [rows, inputs] and weight [outputs, inputs, taps], got {state.Shape} and {taps}");
        if (dilation < 1 || lookahead < 0)
            throw new ArgumentException($"{Operation}: expected a dilation of at least 1 and no negative lookahead, got {dilation} and {lookahead}");
        ExpectOffsets(Operation, state, offsets);
        Expect.Optional(Operation, "bias", state, bias, [taps[0]]);

        var cuts = Packed(offsets);
        var shape = new ConvolutionShape(taps[1], taps[0], taps[2], dilation, lookahead);
        var y = Tensor.New([state.Shape[0], taps[0]], state.Type, state.Device, Operation); // [N, I] -> [N, O]
        state.Device.CausalConvolution(Packed(x), Packed(weight), PackedOrNone(bias), cuts, y, shape);
        return Tape.Needs(x, weight, bias) ? Tape.Record(y, new CausalConvolutionGradient(x, weight, cuts, bias, shape)) : y;
    }
}

internal readonly struct CausalConvolutionGradient(Tensor x, Tensor weight, Tensor offsets, Tensor bias, ConvolutionShape shape) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dx = gradients.Wants(x) ? Tensor.New(x.Shape, x.DType, x.Device, "gradient") : default;
        var dWeight = gradients.Wants(weight) ? gradients.TargetToAddTo(weight) : default;
        var dBias = gradients.Wants(bias) ? gradients.TargetToAddTo(bias) : default;
        x.Device.CausalConvolutionBackward(
            Operations.Packed(x), Operations.Packed(weight), offsets, Operations.Packed(dy), dx, dWeight, dBias, shape);
        if (!dx.IsNone)
            gradients.Add(x, dx);
    }
}
