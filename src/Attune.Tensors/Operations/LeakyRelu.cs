namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x above 0, else slope x. f32 or f64.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="slope">Share of negative numbers that passes.</param>
    public static Tensor LeakyRelu(this Tensor x, double slope = 0.01) => Map("leaky_relu", UnaryFunction.LeakyRelu, x, slope);
}
