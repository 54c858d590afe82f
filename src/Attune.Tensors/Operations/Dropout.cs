using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// x / (1 - p) where a draw keeps the element, else 0; without a probability x itself. The draw is a function of the key,
    /// the row and the place in the row, made again for the gradient instead of stored. Srivastava et al. (2014).
    /// </summary>
    /// <param name="x">[.., C].</param>
    /// <param name="probability">p, the share that is dropped: from 0 to 1.</param>
    /// <param name="key">Seed, step and site of the draws.</param>
    /// <param name="firstRow">Number of the first row in the draws: where these rows lie within the whole step.</param>
    /// <exception cref="ArgumentException">Not f32 or f64, no axis, or p is not a probability.</exception>
    public static Tensor Dropout(this Tensor x, double probability, RandomKey key, int firstRow = 0)
    {
        var state = Expect.Rows("dropout", x);
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentException($"dropout: expected a probability from 0 to 1, got {probability}");
        if (probability == 0)
            return x;
        var y = Tensor.New(state.Shape, state.Type, state.Device, "dropout");
        state.Device.Dropout(key, probability, Packed(x), y, firstRow);
        return Tape.Needs(x) ? Tape.Record(y, new DropoutGradient(x, probability, key, firstRow)) : y;
    }
}

/// <summary>The same mask and scale.</summary>
internal readonly struct DropoutGradient(Tensor x, double probability, RandomKey key, int firstRow) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dx = Tensor.New(x.Shape, x.DType, x.Device, "gradient");
        x.Device.Dropout(key, probability, Operations.Packed(dy), dx, firstRow);
        gradients.Add(x, dx);
    }
}
