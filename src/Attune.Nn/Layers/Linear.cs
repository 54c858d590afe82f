using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>y = x W^T + b. Parameters <c>weight</c> [out, in] and <c>bias</c> [out].</summary>
public sealed class Linear : Module
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <summary>Takes its parameters.</summary>
    /// <param name="w">The layer's place.</param>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of y.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="initializer">Of the weight; Xavier's uniform one when left out. A bias starts at zero.</param>
    /// <param name="isTransposed">True where checkpoints have [in, out], as GPT-2's do.</param>
    public Linear(Weights w, int inputs, int outputs, bool hasBias = true, Initializer? initializer = null, bool isTransposed = false)
        : base(w)
    {
        _weight = w.Parameter("weight", [outputs, inputs], initializer ?? Initializer.XavierUniform, decays: true, isTransposed);
        _bias = hasBias ? w.Parameter("bias", [outputs], Initializer.Zeros) : null;
    }

    /// <summary>[out, in].</summary>
    public Tensor Weight => _weight.Value;

    /// <summary>[out]; none without a bias.</summary>
    public Tensor Bias => _bias?.Value ?? default;

    /// <summary>y = activation(x W^T + b) + residual.</summary>
    /// <param name="x">[N, in].</param>
    /// <param name="pass">Says in which precision.</param>
    /// <param name="activation">Applied after the bias.</param>
    /// <param name="residual">[N, out], or none.</param>
    /// <returns>[N, out], f32.</returns>
    public Tensor Forward(Tensor x, Pass pass, Activation activation = Activation.None, Tensor residual = default)
    {
        var type = pass.FactorType(x);
        if (pass.PackedWeights is { } packed && Weight.DType == type)
            return x.Cast(type).Linear(packed.Of(Weight), Bias, activation, residual);
        return x.Cast(type).Linear(Weight.CastFactor(type), Bias, activation, residual);
    }

    /// <summary>What several layers make of the same x, side by side, as one product: x and its gradient go through memory once instead of once for each layer.</summary>
    /// <param name="layers">All with biases or all without.</param>
    /// <param name="x">[N, in].</param>
    /// <param name="pass">Says in which precision.</param>
    /// <returns>[N, sum of out], f32, with the bits of the layers one by one.</returns>
    internal static Tensor Together(ReadOnlySpan<Linear> layers, Tensor x, Pass pass)
    {
        var (weights, biases) = (new Tensor[layers.Length], new Tensor[layers.Length]);
        for (int i = 0; i < layers.Length; i++)
            (weights[i], biases[i]) = (layers[i].Weight, layers[i].Bias);
        var type = pass.FactorType(x);
        return x.Cast(type).Linear(Operations.Concat(weights, 0).Cast(type), biases[0].IsNone ? default : Operations.Concat(biases, 0));
    }

    /// <summary>dropout(x W^T + b) + residual: the way back into the residual stream; one pass where nothing is dropped.</summary>
    /// <param name="x">[N, in].</param>
    /// <param name="residual">[N, out].</param>
    /// <param name="dropout">Of what is added.</param>
    /// <param name="pass">Precision and draws.</param>
    /// <returns>[N, out], f32.</returns>
    public Tensor ForwardResidual(Tensor x, Tensor residual, Dropout dropout, Pass pass) => dropout.IsActive(pass)
        ? residual + dropout.Forward(Forward(x, pass), pass)
        : Forward(x, pass, residual: residual);
}
