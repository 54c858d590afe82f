namespace Attune.Training;

/// <summary>How BLEU is measured; the defaults are those of sacreBLEU. Immutable, thread-safe.</summary>
public sealed record BleuOptions
{
    /// <summary>How sentences are cut into tokens. They are given as people write them, not tokenized.</summary>
    public BleuTokenization Tokenization { get; init; } = BleuTokenization.Mteval13a;

    /// <summary>What stands for a precision of which nothing matches.</summary>
    public BleuSmoothing Smoothing { get; init; } = BleuSmoothing.Exponential;

    /// <summary>The number of matches that <see cref="BleuSmoothing.Floor"/> and <see cref="BleuSmoothing.AddK"/> put in or add, above 0; null for their 0.1 and 1.</summary>
    public double? SmoothingValue { get; init; }

    /// <summary>Whether capitals count as small letters. Unlike Python's, a capital sigma at the end of a word becomes σ, not ς.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>The smoothing's value where it has one.</summary>
    /// <exception cref="ArgumentException">It is not above 0, or the smoothing takes none.</exception>
    internal double CheckedSmoothingValue()
    {
        if (SmoothingValue is not double value)
            return Smoothing is BleuSmoothing.Floor ? 0.1 : 1;
        if (Smoothing is not (BleuSmoothing.Floor or BleuSmoothing.AddK))
            throw new ArgumentException($"smoothing value: expected none with {Smoothing}, found {ReadableNumber.Of(value)}");
        return value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentException($"smoothing value: expected a number above 0, found {ReadableNumber.Of(value)}");
    }
}

/// <summary>How BLEU cuts sentences into tokens.</summary>
public enum BleuTokenization
{
    /// <summary>As NIST's mteval-v13a: ASCII punctuation and symbols are tokens, but not apostrophes, hyphens behind no digit, and points and commas between digits.</summary>
    Mteval13a,

    /// <summary>As mteval-v14 with international tokenization: punctuation and symbols of all of Unicode are tokens, but not punctuation between digits.</summary>
    International,

    /// <summary>All code points but blanks.</summary>
    Characters,

    /// <summary>What stands between blanks: for text that is tokenized already.</summary>
    None,
}

/// <summary>What BLEU puts in place of a precision of 0, which would make the score 0. Chen and Cherry 2014, doi:10.3115/v1/W14-3346.</summary>
public enum BleuSmoothing
{
    /// <summary>Half a match at the first such order, a quarter at the second, and so on; their method 3, and that of mteval-v13a.</summary>
    Exponential,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>A fixed part of a match; their method 1.</summary>
    Floor,

    /// <summary>More matches, and as many more n-grams, at every order above 1; their method 2.</summary>
    AddK,
}
