namespace Attune.Tensors;

/// <content>Normalizations.</content>
public abstract partial class Device
{
    /// <summary>y = (x - mean) / sqrt(variance + epsilon) * gain + bias, for rows of the last axis; gain and bias may be none.</summary>
    internal abstract void LayerNorm(Tensor x, Tensor gain, Tensor bias, Tensor y, double epsilon);

    /// <summary>sum = x + residual, and y the layer norm of the sum.</summary>
    internal abstract void AddLayerNorm(Tensor x, Tensor residual, Tensor gain, Tensor bias, Tensor sum, Tensor y, double epsilon);

    /// <summary>Overwrites dx, to which dSum is added unless it is none; adds to dGain and dBias unless they are none.</summary>
    internal abstract void LayerNormBackward(
        Tensor x, Tensor gain, Tensor dy, Tensor dSum, Tensor dx, Tensor dGain, Tensor dBias, double epsilon);

    /// <summary>y = x / sqrt(mean of the row's squares + epsilon) * gain, for rows of the last axis; gain may be none.</summary>
    internal abstract void RmsNorm(Tensor x, Tensor gain, Tensor y, double epsilon);

    /// <summary>sum = x + residual, and y the RMS norm of the sum.</summary>
    internal abstract void AddRmsNorm(Tensor x, Tensor residual, Tensor gain, Tensor sum, Tensor y, double epsilon);

    /// <summary>Overwrites dx, to which dSum is added unless it is none; adds to dGain unless it is none.</summary>
    internal abstract void RmsNormBackward(Tensor x, Tensor gain, Tensor dy, Tensor dSum, Tensor dx, Tensor dGain, double epsilon);

    /// <summary>
    /// Normalizes the columns of x by the statistics of its rows, which go to mean and inverseDeviation; moves the running statistics unless they are
    /// none.
    /// </summary>
    internal abstract void BatchNormTrain(
        Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor inverseDeviation, Tensor runningMean, Tensor runningVariance, double epsilon,
        double momentum);

    /// <summary>Normalizes the columns of x by given statistics; writes inverseDeviation.</summary>
    internal abstract void BatchNormInfer(
        Tensor x, Tensor gain, Tensor bias, Tensor mean, Tensor variance, Tensor y, Tensor inverseDeviation, double epsilon);

    /// <summary>Overwrites dx, adds to dGain and dBias unless they are none.</summary>
    internal abstract void BatchNormBackward(
        Tensor x, Tensor gain, Tensor mean, Tensor inverseDeviation, Tensor dy, Tensor dx, Tensor dGain, Tensor dBias, bool training);
}
