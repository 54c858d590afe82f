namespace Attune.Tokenizers;

/// <summary>How a text that is longer than a model takes is cut; the rest is kept as <see cref="EncodedText.Overflow"/>. Immutable.</summary>
/// <param name="MaximumLength">Tokens at most, special tokens included.</param>
/// <param name="Stride">How many tokens each overflow repeats of the part before it.</param>
/// <param name="Strategy">Which sequence of a pair is cut.</param>
/// <param name="Direction">At which end.</param>
public sealed record Truncation(
    int MaximumLength,
    int Stride = 0,
    TruncationStrategy Strategy = TruncationStrategy.LongestFirst,
    TruncationDirection Direction = TruncationDirection.Right);

/// <summary>Which sequence of a pair is cut.</summary>
public enum TruncationStrategy
{
    /// <summary>The longer one, until both are equally long.</summary>
    LongestFirst,

    /// <summary>The first.</summary>
    OnlyFirst,

    /// <summary>The second.</summary>
    OnlySecond,
}

/// <summary>At which end a sequence is cut.</summary>
public enum TruncationDirection
{
    /// <summary>The end of the text is cut off.</summary>
    Right,

    /// <summary>The start of the text is cut off.</summary>
    Left,
}
