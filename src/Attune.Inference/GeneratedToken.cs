namespace Attune.Inference;

/// <summary>A token and how probable it was.</summary>
/// <param name="Id">The token.</param>
/// <param name="LogProbability">Natural logarithm of its probability under the model, before any penalty, temperature or filter.</param>
public readonly record struct TokenProbability(int Id, float LogProbability);

/// <summary>One generated token.</summary>
/// <param name="Id">The token.</param>
/// <param name="Text">
/// The text that is certain with this token: whole characters only, and nothing that may become a stop string. Joined, the texts of all tokens are the generated text.
/// </param>
/// <param name="LogProbability">Natural logarithm of its probability under the model, before any penalty, temperature or filter.</param>
/// <param name="Alternatives">The most probable tokens in its place, most probable first, as many as were asked for.</param>
/// <param name="Finish">Why it is the last one; null when it is not.</param>
public sealed record GeneratedToken(
    int Id, string Text, float LogProbability, IReadOnlyList<TokenProbability> Alternatives, FinishReason? Finish);
