using Attune.Tensors;

namespace Attune.Nn;

/// <summary>Sines and cosines of wavelengths from 2 pi to 10000 * 2 pi, added to embeddings. arXiv:1706.03762, section 3.5. Thread-safe.</summary>
public sealed class SinusoidalPositions
{
    private readonly Tensor _table;

    /// <summary>Makes the table: sin(p / 10000^(2i / C)) in element 2i, the cosine in 2i + 1.</summary>
    /// <param name="positions">The longest sequence.</param>
    /// <param name="channels">C, even.</param>
    /// <exception cref="ArgumentException">An odd number of channels, or no positions.</exception>
    public SinusoidalPositions(int positions, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
        double[] frequencies = RotaryTables.Frequencies(channels);
        var table = new float[checked(positions * channels)];
        for (int p = 0; p < positions; p++)
        {
            for (int i = 0; i < frequencies.Length; i++)
                (table[(p * channels) + (2 * i)], table[(p * channels) + (2 * i) + 1]) = ((float)Math.Sin(p * frequencies[i]), (float)Math.Cos(p * frequencies[i]));
        }

        _table = Tensor.F32(table, [positions, channels]).Keep();
    }

    /// <summary>The vector of every row's position.</summary>
    /// <returns>[N, C].</returns>
    /// <exception cref="ArgumentException">A sequence longer than the table.</exception>
    public Tensor Forward(Pass pass) => _table.Embedding(pass.Segments.Positions);
}
