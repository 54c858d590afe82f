namespace Attune.Training;

/// <summary>How chrF is measured; the defaults are those of sacreBLEU. Immutable, thread-safe.</summary>
public sealed record ChrfOptions
{
    /// <summary>The length of the longest n-grams of words: 0 for chrF, 2 for chrF++ (Popović 2017, doi:10.18653/v1/W17-4770).</summary>
    public int WordOrder { get; init; }

    /// <summary>Whether capitals count as small letters. Unlike Python's, a capital sigma at the end of a word becomes σ, not ς.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>
    /// The mean of the orders' F-scores, where an order without n-grams has 1e-16, as the authors' own chrF++ has it. Left out: the F-score of the mean precision
    /// and the mean recall of the orders that both sides have n-grams of.
    /// </summary>
    public bool EpsilonSmoothing { get; init; }
}
