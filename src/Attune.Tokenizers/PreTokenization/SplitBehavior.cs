namespace Attune.Tokenizers;

/// <summary>What becomes of the matches of a split pattern. The names are those of <c>tokenizer.json</c>.</summary>
public enum SplitBehavior
{
    /// <summary>Matches are dropped: <c>the-end</c> cut at hyphens is <c>the</c>, <c>end</c>.</summary>
    Removed,

    /// <summary>Each match is a piece: <c>the</c>, <c>-</c>, <c>end</c>.</summary>
    Isolated,

    /// <summary>A match goes to the piece before it: <c>the-</c>, <c>end</c>. One that follows another match is a piece of its own.</summary>
    MergedWithPrevious,

    /// <summary>A match goes to the piece after it: <c>the</c>, <c>-end</c>. One before another match is a piece of its own.</summary>
    MergedWithNext,

    /// <summary>Matches without anything between them are one piece together.</summary>
    Contiguous,
}
