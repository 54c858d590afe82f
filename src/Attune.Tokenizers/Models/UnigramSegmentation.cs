namespace Attune.Tokenizers;

/// <summary>One way to segment a text into tokens of a <see cref="Unigram"/> model.</summary>
/// <param name="Ids">The tokens, in order.</param>
/// <param name="Score">The sum of their log probabilities, in nats; each unknown character counts the lowest token's less 10.</param>
public sealed record UnigramSegmentation(IReadOnlyList<int> Ids, double Score);
