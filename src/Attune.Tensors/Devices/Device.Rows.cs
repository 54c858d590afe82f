using Attune.Kernels;

namespace Attune.Tensors;

/// <summary>How the rows of a segment are reduced to one.</summary>
internal enum SegmentReduction
{
    Sum,
    Mean,
    Max,
}

/// <content>Rows by index, by segment and by neighbourhood.</content>
public abstract partial class Device
{
    /// <summary>y[i] = table[indices[i]].</summary>
    internal abstract void Embedding(Tensor table, Tensor indices, Tensor y);

    /// <summary>dTable[indices[i]] += dy[i].</summary>
    internal abstract void EmbeddingBackward(Tensor dy, Tensor indices, Tensor dTable);

    /// <summary>y [S, ..] from x [N, ..] and offsets [S + 1].</summary>
    internal abstract void Segment(SegmentReduction reduction, Tensor x, Tensor offsets, Tensor y);

    /// <summary>Overwrites dx.</summary>
    internal abstract void SegmentBackward(SegmentReduction reduction, Tensor x, Tensor offsets, Tensor dy, Tensor dx);

    /// <summary>y [M, C] = A x [K, C] with A's entries (columns, values) in rows cut by offsets [M + 1].</summary>
    internal abstract void SparseMatMul(Tensor offsets, Tensor columns, Tensor values, Tensor x, Tensor y);

    /// <summary>Overwrites dValues and dx, unless they are none.</summary>
    internal abstract void SparseMatMulBackward(
        Tensor offsets, Tensor columns, Tensor values, Tensor x, Tensor dy, Tensor dValues, Tensor dx);

    /// <summary>The largest elements of the rows of the last axis, and where they are.</summary>
    internal abstract void TopK(Tensor x, Tensor values, Tensor indices);

    /// <summary>Overwrites dx.</summary>
    internal abstract void TopKBackward(Tensor dValues, Tensor indices, Tensor dx);

    /// <summary>y [N, Outputs] from x [N, Inputs], weight [Outputs, Inputs, Taps], bias [Outputs] or none, offsets [S + 1].</summary>
    internal abstract void CausalConvolution(Tensor x, Tensor weight, Tensor bias, Tensor offsets, Tensor y, ConvolutionShape shape);

    /// <summary>Overwrites dx, adds to dWeight and dBias, unless they are none.</summary>
    internal abstract void CausalConvolutionBackward(
        Tensor x, Tensor weight, Tensor offsets, Tensor dy, Tensor dx, Tensor dWeight, Tensor dBias, ConvolutionShape shape);
}
