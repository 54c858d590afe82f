using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>Rotary positions: queries and keys are turned by angles that grow with their position, so scores depend on distances. arXiv:2104.09864.</summary>
public sealed class RotaryPositions
{
    private readonly RotaryTables _tables;

    /// <summary>Makes the tables of angles.</summary>
    /// <param name="dimensions">Elements of a head that are rotated; even.</param>
    /// <param name="positions">The longest sequence.</param>
    /// <param name="theta">The base.</param>
    /// <param name="scaling">For contexts longer than those of pretraining; none when null.</param>
    /// <param name="pairs">Which elements are rotated together.</param>
    public RotaryPositions(int dimensions, int positions, double theta = 10_000, RopeScaling? scaling = null, RotaryPairs pairs = RotaryPairs.Halves)
    {
        if (scaling is not null and not { Type: "default" })
            throw new NotImplementedException();
        _tables = new RotaryTables(RotaryTables.Frequencies(dimensions, theta), positions, pairs);
    }

    /// <summary>[N, H, D] -> [N, H, D], each row turned to its position.</summary>
    public Tensor Rotate(Tensor x, Pass pass) => x.Rope(pass.Segments.Positions, _tables);
}
