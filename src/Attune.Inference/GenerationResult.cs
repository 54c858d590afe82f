namespace Attune.Inference;

/// <summary>A generated text.</summary>
/// <param name="Text">What follows the prompt.</param>
/// <param name="Tokens">Its tokens, with the one that ended it.</param>
/// <param name="Finish">Why it ended.</param>
/// <param name="PromptTokens">Number of tokens of the prompt.</param>
/// <param name="Score">
/// What texts are compared by: (sum of log-probabilities) / length^a, with <see cref="GenerationOptions.LengthPenalty"/> a. Beam search counts penalized log-probabilities
/// where there is a repetition penalty.
/// </param>
public sealed record GenerationResult(string Text, IReadOnlyList<GeneratedToken> Tokens, FinishReason Finish, int PromptTokens, double Score)
{
    internal static GenerationResult Of(IReadOnlyList<GeneratedToken> tokens, int promptTokens, double lengthPenalty) =>
        WithScore(tokens, promptTokens, ScoreOf(tokens.Sum(token => (double)token.LogProbability), tokens.Count, lengthPenalty));

    internal static GenerationResult WithScore(IReadOnlyList<GeneratedToken> tokens, int promptTokens, double score) =>
        new(string.Concat(tokens.Select(token => token.Text)), tokens, tokens[^1].Finish!.Value, promptTokens, score);

    internal static double ScoreOf(double logProbability, int length, double lengthPenalty) => logProbability / Math.Pow(length, lengthPenalty);
}
