using Attune.Kernels;

namespace Attune.Tensors;

public readonly partial struct Tensor
{
    /// <summary>
    /// Numbers spread evenly over [low, high). Each is a function of the key, its row (all axes but the last) and its place in
    /// the row, and of nothing else: not of the device, the number of threads, or the other rows.
    /// </summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="key">Seed, step and site of the draws.</param>
    /// <param name="low">The least number.</param>
    /// <param name="high">Above all numbers.</param>
    /// <param name="type">f32, or f64 for the same numbers as doubles.</param>
    /// <param name="device">Where; left out for the CPU.</param>
    /// <exception cref="ArgumentException">Another type, or bounds in the wrong order.</exception>
    public static Tensor Uniform(Shape shape, RandomKey key, double low = 0, double high = 1, DType type = DType.F32, Device? device = null)
    {
        if (!(low < high && double.IsFinite(high - low)))
            throw new ArgumentException($"uniform: expected a finite low below high, got {low} and {high}");
        var y = NewReal(shape, type, device, "uniform");
        y.Device.Uniform(key, y, low, high);
        return y;
    }

    /// <summary>Normally distributed numbers; see <see cref="Uniform"/>.</summary>
    /// <exception cref="ArgumentException">Another type, or a negative deviation.</exception>
    public static Tensor Normal(Shape shape, RandomKey key, double mean = 0, double deviation = 1, DType type = DType.F32, Device? device = null)
    {
        Expect.NotNegative("normal", "deviation", deviation);
        var y = NewReal(shape, type, device, "normal");
        y.Device.Normal(key, y, mean, deviation);
        return y;
    }

    /// <summary>Ones with the given probability, else zeros; see <see cref="Uniform"/>.</summary>
    /// <exception cref="ArgumentException">Another type, or not a probability.</exception>
    public static Tensor Bernoulli(Shape shape, RandomKey key, double probability, DType type = DType.F32, Device? device = null)
    {
        var y = NewReal(shape, type, device, "bernoulli");
        y.Device.Bernoulli(key, y, probability);
        return y;
    }

    private static Tensor NewReal(in Shape shape, DType type, Device? device, string operation)
    {
        if (!type.IsReal())
            throw new ArgumentException($"{operation}: expected f32 or f64, got {type.Name()}");
        return New(shape, type, device ?? Device.Cpu, operation);
    }
}
