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
}

internal readonly struct ContiguousGradient(Tensor x) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients) => gradients.Add(x, dy);
}
