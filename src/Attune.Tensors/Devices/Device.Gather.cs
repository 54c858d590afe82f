namespace Attune.Tensors;

/// <content>Picking by index.</content>
public abstract partial class Device
{
    /// <summary>y [outer, indices, inner] = the named places of x [outer, n, inner]; any type. Throws for an index out of range.</summary>
    internal abstract void Gather(Tensor x, Tensor indices, Tensor y, int outer, int n, int inner);

    /// <summary>Adds x [outer, indices, inner] to the named places of y [outer, n, inner], in the order of the indices; f32, f64.</summary>
    internal abstract void ScatterAdd(Tensor x, Tensor indices, Tensor y, int outer, int n, int inner);
}
