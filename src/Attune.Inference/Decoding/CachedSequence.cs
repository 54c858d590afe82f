using Attune.Nn;

namespace Attune.Inference;

/// <summary>A sequence that grows: all its tokens, and the keys and values of those that have been through the model.</summary>
internal class CachedSequence(List<int> ids, KeyValueCache cache)
{
    public List<int> Ids { get; } = ids;

    public KeyValueCache Cache { get; set; } = cache;
}
