using System.Collections.Concurrent;
using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>Rotary positions: queries and keys are turned by angles that grow with their position, so scores depend on distances. arXiv:2104.09864.</summary>
/// <remarks>
/// Thread-safe. With <c>dynamic</c> scaling the angles are a function of a sequence's length, once that is beyond the model's context: keys that a cache
/// holds keep the angles of the length they were computed at, as in Hugging Face's library, so there, and only there, a cache differs from the full forward.
/// </remarks>
public sealed class RotaryPositions
{
    private const int MostLengths = 64;

    private readonly int _dimensions;
    private readonly int _positions;
    private readonly double _theta;
    private readonly RopeScaling _scaling;
    private readonly RotaryPairs _pairs;
    private readonly RotaryTables _tables;
    private readonly ConcurrentDictionary<int, RotaryTables> _longer = new();

    /// <summary>Makes the tables of angles.</summary>
    /// <param name="dimensions">Elements of a head that are rotated; even.</param>
    /// <param name="positions">The longest sequence; with <c>dynamic</c> scaling, the context of pretraining.</param>
    /// <param name="theta">The base.</param>
    /// <param name="scaling">For contexts longer than those of pretraining; none when null.</param>
    /// <param name="pairs">Which elements are rotated together.</param>
    /// <exception cref="ArgumentException">Sizes or a scaling that make no sense.</exception>
    public RotaryPositions(int dimensions, int positions, double theta = 10_000, RopeScaling? scaling = null, RotaryPairs pairs = RotaryPairs.Halves)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
        _scaling = scaling ?? new RopeScaling();
        string problems = string.Join("; ", _scaling.Problems());
        if (problems.Length > 0)
            throw new ArgumentException(problems);
        (_dimensions, _positions, _theta, _pairs) = (dimensions, positions, theta, pairs);
        _tables = Make(positions);
    }

    /// <summary>[N, H, D] -> [N, H, D], each row turned to its position.</summary>
    /// <exception cref="ArgumentException">A position outside of the tables.</exception>
    public Tensor Rotate(Tensor x, Pass pass)
    {
        var segments = pass.Segments;
        if (!IsLonger(segments))
            return x.Rope(segments.Positions, _tables);

        var turned = new Tensor[segments.Count];
        int first = 0;
        for (int s = 0; s < segments.Count; s++)
        {
            int rows = segments.Lengths[s];
            turned[s] = x.Slice(0, first, rows).Rope(segments.Positions.Slice(0, first, rows), TablesOf(segments.Past[s] + rows));
            first += rows;
        }

        return turned.Length == 1 ? turned[0] : Operations.Concat(turned, 0);
    }

    private bool IsLonger(Segments segments)
    {
        bool isLonger = false;
        for (int s = 0; s < segments.Count && _scaling.Type == "dynamic"; s++)
            isLonger |= segments.Past[s] + segments.Lengths[s] > _positions;
        return isLonger;
    }

    private RotaryTables TablesOf(int length)
    {
        if (length <= _positions)
            return _tables;
        if (_longer.Count > MostLengths)
            _longer.Clear();
        return _longer.GetOrAdd(length, Make);
    }

    private RotaryTables Make(int length)
    {
        var (frequencies, factor) = _scaling.Frequencies(_dimensions, _theta, _positions, length);
        return new RotaryTables(frequencies, length, _pairs, factor);
    }
}
