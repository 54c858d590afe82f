using System.Collections.Concurrent;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>
/// Weights in the order in which products read them, each packed when it is first asked for: for many passes between which nobody changes parameters, such as those of a
/// translation. The bits are the same with and without. Thread-safe.
/// </summary>
public sealed class PackedWeights
{
    private readonly ConcurrentDictionary<Tensor, PackedWeight> _packed = new();

    /// <summary>A weight as it was when it was first asked for.</summary>
    /// <param name="weight">[out, in], a parameter.</param>
    public PackedWeight Of(Tensor weight) => _packed.GetOrAdd(weight, static weight => new PackedWeight(weight));
}
