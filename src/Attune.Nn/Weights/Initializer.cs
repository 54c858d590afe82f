using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>What a parameter is before training. Matrices are [fan-out, fan-in].</summary>
public abstract record Initializer
{
    private Initializer()
    {
    }

    /// <summary>All zeros: biases.</summary>
    public static Initializer Zeros { get; } = new Constant(0);

    /// <summary>All ones: gains of norms.</summary>
    public static Initializer Ones { get; } = new Constant(1);

    /// <summary>Normal numbers of one deviation; GPT-2 takes 0.02.</summary>
    public static Initializer Normal(double deviation) => new NormalNumbers(_ => deviation);

    /// <summary>
    /// GPT-2's projections back into the residual stream: normal with <paramref name="deviation"/> / sqrt(2 layers), so that the stream's variance does not
    /// grow with depth. Radford et al. (2019), section 2.3.
    /// </summary>
    public static Initializer ScaledResidual(double deviation, int layers) => Normal(deviation / Math.Sqrt(2 * layers));

    /// <summary>Uniform in +-sqrt(6 / (fan-in + fan-out)). Glorot, Bengio (2010), equation 16.</summary>
    public static Initializer XavierUniform { get; } = new UniformNumbers(shape => Math.Sqrt(6.0 / (FanIn(shape) + FanOut(shape))));

    /// <summary>Normal with deviation sqrt(2 / (fan-in + fan-out)). Glorot, Bengio (2010).</summary>
    public static Initializer XavierNormal { get; } = new NormalNumbers(shape => Math.Sqrt(2.0 / (FanIn(shape) + FanOut(shape))));

    /// <summary>Normal with deviation sqrt(2 / fan-in), for layers followed by ReLU. He et al., arXiv:1502.01852, equation 10.</summary>
    public static Initializer HeNormal { get; } = new NormalNumbers(shape => Math.Sqrt(2.0 / FanIn(shape)));

    /// <summary>Uniform in +-sqrt(6 / fan-in), the same variance. arXiv:1502.01852.</summary>
    public static Initializer HeUniform { get; } = new UniformNumbers(shape => Math.Sqrt(6.0 / FanIn(shape)));

    /// <summary>The numbers: a function of the shape and the key.</summary>
    public abstract Tensor Make(Shape shape, RandomKey key);

    private static double FanIn(in Shape shape) => shape.Rank == 0 ? 1 : shape[-1];

    private static double FanOut(in Shape shape) => shape.Rank < 2 ? 1 : shape[0];

    private sealed record Constant(double Value) : Initializer
    {
        public override Tensor Make(Shape shape, RandomKey key) => Tensor.Full(shape, Value);
    }

    private sealed record NormalNumbers(Func<Shape, double> Deviation) : Initializer
    {
        public override Tensor Make(Shape shape, RandomKey key) => Tensor.Normal(shape, key, deviation: Deviation(shape));
    }

    private sealed record UniformNumbers(Func<Shape, double> Bound) : Initializer
    {
        public override Tensor Make(Shape shape, RandomKey key) => Tensor.Uniform(shape, key, -Bound(shape), Bound(shape));
    }
}
