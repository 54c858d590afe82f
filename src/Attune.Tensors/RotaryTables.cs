using Attune.Kernels;

namespace Attune.Tensors;

/// <summary>Cosines and sines of rotary positions, made once and read by <see cref="Operations.Rope"/>.</summary>
public sealed class RotaryTables
{
    /// <summary>Makes tables.</summary>
    /// <param name="frequencies">Angle of each pair per position; <see cref="Frequencies"/> makes those of the paper.</param>
    /// <param name="positions">Number of positions, from 0 on.</param>
    /// <param name="pairs">Which elements of a head are rotated together.</param>
    /// <param name="scale">Factor of all cosines and sines, for long-context variants.</param>
    /// <param name="type">f32, or f64 for checks.</param>
    /// <param name="device">Where; left out for the CPU.</param>
    /// <exception cref="ArgumentException">A negative number of positions, or another type.</exception>
    public RotaryTables(
        ReadOnlySpan<double> frequencies, int positions, RotaryPairs pairs = RotaryPairs.Halves, double scale = 1,
        DType type = DType.F32, Device? device = null)
    {
        if (!type.IsReal())
            throw new ArgumentException($"rotary_tables: expected f32 or f64, got {type.Name()}");
        if (positions < 0)
            throw new ArgumentException($"rotary_tables: expected positions of at least 0, got {positions}");
        Pairs = pairs;
        device ??= Device.Cpu;
        Cos = Tensor.New([positions, 2 * frequencies.Length], type, device, "rotary_tables", null);
        Sin = Tensor.New([positions, 2 * frequencies.Length], type, device, "rotary_tables", null);
        device.FillRotaryTables(frequencies, pairs, Cos, Sin, scale);
    }

    /// <summary>Which elements of a head are rotated together.</summary>
    public RotaryPairs Pairs { get; }

    internal Tensor Cos { get; }

    internal Tensor Sin { get; }

    /// <summary>theta^(-2 i / dimensions) for each pair i of the rotated dimensions. arXiv:2104.09864, section 3.2.2.</summary>
    /// <exception cref="ArgumentException">Dimensions that are no pairs, or a theta that is not above 0.</exception>
    public static double[] Frequencies(int dimensions, double theta = 10_000)
    {
        if (dimensions < 0 || dimensions % 2 != 0)
            throw new ArgumentException($"rotary_tables: expected an even number of dimensions, got {dimensions}");
        if (!(theta > 0))
            throw new ArgumentException($"rotary_tables: expected theta above 0, got {theta}");
        var frequencies = new double[dimensions / 2];
        Rope.Frequencies(frequencies, theta);
        return frequencies;
    }
}
