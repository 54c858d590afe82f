using Attune.Tensors;

namespace Attune.Nn;

/// <summary>A learned vector for each position, added to embeddings, as in GPT-2. Parameter <c>weight</c> [positions, C].</summary>
/// <param name="w">The layer's place.</param>
/// <param name="positions">The longest sequence.</param>
/// <param name="channels">C.</param>
/// <param name="initializer">Normal with deviation 0.02 when left out.</param>
public sealed class LearnedPositions(Weights w, int positions, int channels, Initializer? initializer = null) : Module(w)
{
    private readonly Embedding _vectors = new(w, positions, channels, initializer);

    /// <summary>The vector of every row's position.</summary>
    /// <returns>[N, C].</returns>
    /// <exception cref="ArgumentException">A sequence longer than there are vectors.</exception>
    public Tensor Forward(Pass pass) => _vectors.Forward(pass.Segments.Positions);
}
