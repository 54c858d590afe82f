using Attune.Nn;

namespace Attune.Inference;

/// <summary>One of the texts that beam search follows.</summary>
/// <param name="ids">All its tokens.</param>
/// <param name="cache">Of all but the last.</param>
/// <param name="tokens">Those that were generated, without texts yet.</param>
/// <param name="sum">Sum of their log-probabilities, penalized.</param>
internal sealed class Beam(List<int> ids, KeyValueCache cache, List<GeneratedToken> tokens, double sum) : CachedSequence(ids, cache)
{
    public List<GeneratedToken> Tokens => tokens;

    public double Sum => sum;
}
