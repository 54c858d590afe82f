namespace Attune.Tensors.Tests;

/// <summary>One made-up input of an operation; its numbers are floats, so that f32 and f64 compute with the same ones.</summary>
internal sealed class Input
{
    private readonly Func<Random, double> _draw;

    private Input(Shape shape, bool isInteger, Func<Random, double> draw)
    {
        Shape = shape;
        IsInteger = isInteger;
        _draw = draw;
    }

    public Shape Shape { get; }

    public bool IsInteger { get; }

    /// <summary>Normal(0, scale).</summary>
    public static Input Normal(Shape shape, double scale = 1) => new(shape, false, random => scale * Gaussian(random));

    /// <summary>Uniform from low to high.</summary>
    public static Input Uniform(Shape shape, double low, double high) => new(shape, false, random => low + ((high - low) * random.NextDouble()));

    /// <summary>Normal, but no number within <paramref name="distance"/> of 0: for functions with a kink there.</summary>
    public static Input AwayFromZero(Shape shape, double distance = 0.1) =>
        new(shape, false, random =>
        {
            double value = Gaussian(random);
            return value + (distance * Math.Sign(value));
        });

    /// <summary>Numbers whose values and magnitudes all differ, in random order: for maxima.</summary>
    public static Input Distinct(Shape shape)
    {
        var free = new List<int>(Enumerable.Range(0, shape.ElementCount));
        return new(shape, false, random =>
        {
            if (free.Count == 0)
                free.AddRange(Enumerable.Range(0, shape.ElementCount));
            int at = random.Next(free.Count);
            double value = (0.1 * free[at]) - (0.05 * shape.ElementCount) + 0.03;
            free.RemoveAt(at);
            return value;
        });
    }

    /// <summary>Zeros and ones.</summary>
    public static Input Flags(Shape shape) => new(shape, false, random => random.Next(2));

    /// <summary>Whole numbers (i32) from 0 to below.</summary>
    public static Input Indices(Shape shape, int below) => new(shape, true, random => random.Next(below));

    public double[] Values(int seed)
    {
        var random = new Random(seed);
        var values = new double[Shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)_draw(random);
        return values;
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
