namespace Attune.Kernels;

/// <summary>
/// What is done to a matrix product while it is still in the cache:
/// <c>C = activation((Accumulate ? C : 0) + A B + Bias) + Residual</c>. All parts are optional.
/// </summary>
public readonly ref struct Epilogue
{
    /// <summary>Added to every row; as long as C has columns, or empty.</summary>
    public ReadOnlySpan<float> Bias { get; init; }

    /// <summary>Applied after the bias.</summary>
    public Activation Activation { get; init; }

    /// <summary>A matrix of the size of C that is added last, or empty. Must not overlap C.</summary>
    public ReadOnlySpan<float> Residual { get; init; }

    /// <summary>Elements from one row of <see cref="Residual"/> to the next.</summary>
    public int ResidualStride { get; init; }

    /// <summary>Elements from one matrix of <see cref="Residual"/> to the next in a batch.</summary>
    public long ResidualBatchStride { get; init; }

    /// <summary>True to begin with what C holds, false to overwrite it.</summary>
    public bool Accumulate { get; init; }
}
