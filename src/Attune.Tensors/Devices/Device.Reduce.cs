namespace Attune.Tensors;

/// <summary>What <see cref="Device.Reduce"/> makes of the numbers along an axis; its operation documents it.</summary>
internal enum Reduction
{
    Sum,
    Mean,
    Max,
    Variance,
    LogSumExp,
    L1Norm,
    L2Norm,
    MaxNorm,
}

/// <content>Reductions.</content>
public abstract partial class Device
{
    /// <summary>y [outer, inner] from x [outer, n, inner]; the parameter is the correction of the variance.</summary>
    internal abstract void Reduce(Reduction reduction, Tensor x, Tensor y, int outer, int n, int inner, int parameter);

    /// <summary>Overwrites dx; y is the result. Not for sum and mean, whose gradients are views.</summary>
    internal abstract void ReduceBackward(Reduction reduction, Tensor x, Tensor y, Tensor dy, Tensor dx, int outer, int n, int inner, int parameter);

    /// <summary>i32 y [outer, inner]: the place of the first largest number of x [outer, n, inner].</summary>
    internal abstract void ArgMax(Tensor x, Tensor y, int outer, int n, int inner);

    /// <summary>Running sums along the middle of [outer, n, inner], from its end when reversed.</summary>
    internal abstract void CumulativeSum(Tensor x, Tensor y, int outer, int n, int inner, bool reverse);
}
