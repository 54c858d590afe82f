namespace Attune.Inference;

/// <summary>What became of a sentence.</summary>
/// <param name="Source">The sentence.</param>
/// <param name="NBest">The best that the search found, best first, no two with the same tokens; none of an empty sentence and of one with a problem.</param>
/// <param name="Problem">Why it could not be translated; null when it was.</param>
public sealed record Translation(string Source, IReadOnlyList<TranslationHypothesis> NBest, string? Problem)
{
    /// <summary>The text of the best; empty where there is none.</summary>
    public string Text => NBest.Count > 0 ? NBest[0].Text : "";

    /// <summary>The tokens of the best, without the end.</summary>
    public IReadOnlyList<int> Tokens => NBest.Count > 0 ? NBest[0].Tokens : [];

    /// <summary>The score of the best; 0 where there is none.</summary>
    public double Score => NBest.Count > 0 ? NBest[0].Score : 0;

    /// <summary>Why the best ended; null where there is none.</summary>
    public FinishReason? Finish => NBest.Count > 0 ? NBest[0].Finish : null;
}

/// <summary>One of the best translations of a sentence.</summary>
/// <param name="Text">The translation.</param>
/// <param name="Tokens">Its tokens, those of <see cref="TranslationOptions.Prefix"/> first; without the end.</param>
/// <param name="Score">(sum of log-probabilities) / length^a, the end counted where it has one, with <see cref="TranslationOptions.LengthPenalty"/> a.</param>
/// <param name="Finish">
/// <see cref="FinishReason.StopToken"/> where it has an end; <see cref="FinishReason.Length"/> or <see cref="FinishReason.Context"/> where it was cut off.
/// </param>
public sealed record TranslationHypothesis(string Text, IReadOnlyList<int> Tokens, double Score, FinishReason Finish);
