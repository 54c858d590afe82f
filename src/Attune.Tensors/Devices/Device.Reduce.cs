namespace Attune.Tensors;

/// <content>Reductions and normalizations.</content>
public abstract partial class Device
{
    /// <summary>y [outer, inner] = sum over n of x [outer, n, inner].</summary>
    internal abstract void Sum(Tensor x, Tensor y, int outer, int n, int inner);

    /// <summary>y = x / sqrt(mean of the row's squares + epsilon) * gain, for rows of the last axis; gain may be none.</summary>
    internal abstract void RmsNorm(Tensor x, Tensor gain, Tensor y, double epsilon);

    /// <summary>Overwrites dx, adds to dGain unless it is none.</summary>
    internal abstract void RmsNormBackward(Tensor x, Tensor gain, Tensor dy, Tensor dx, Tensor dGain, double epsilon);
}
