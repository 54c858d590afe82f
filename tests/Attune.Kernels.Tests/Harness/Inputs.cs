namespace Attune.Kernels.Tests;

/// <summary>Deterministic made-up inputs.</summary>
internal static class Inputs
{
    /// <summary>The values that break naive code.</summary>
    public static readonly float[] Special =
    [
        0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, 1e-40f, -1e-40f,
        float.MaxValue, float.MinValue, 1f, -1f, BitConverter.Int32BitsToSingle(0x00800000), 88.72284f, -103.97f, 127.5f, -126.5f,
    ];

    /// <summary>Every length from 0 to 257: no remainder of any vector width is left out.</summary>
    public static IEnumerable<int> Lengths => Enumerable.Range(0, 258);

    /// <summary>Normal(0, <paramref name="scale"/>) numbers.</summary>
    public static float[] Normal(int count, int seed, double scale = 1)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[i] = (float)(scale * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }

    public static double[] Wide(ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = values[i];
        return wide;
    }
}
