using System.Numerics;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>The slopes of ALiBi: how much a head's scores fall with each position of distance. arXiv:2108.12409, section 3.</summary>
public static class AlibiSlopes
{
    /// <summary>
    /// 2^(-8 i / heads), i from 1, where heads are a power of two. For other counts, as the paper's authors do: the slopes of the next lower power of
    /// two, then every other one of the next higher.
    /// </summary>
    /// <returns>[heads]; kept.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No heads.</exception>
    public static Tensor Of(int heads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        int lower = 1 << BitOperations.Log2((uint)heads);
        var slopes = new float[heads];
        for (int i = 0; i < heads; i++)
        {
            slopes[i] = i < lower
                ? (float)Math.Pow(2, -8.0 * (i + 1) / lower)
                : (float)Math.Pow(2, -8.0 * ((2 * (i - lower)) + 1) / (2 * lower));
        }

        return Tensor.F32(slopes).Keep();
    }
}
