namespace Attune.Tokenizers;

/// <summary>Cuts after every so many characters.</summary>
public sealed class FixedLength : PreTokenizer
{
    /// <summary>A pre-tokenizer of this length.</summary>
    /// <param name="length">Characters a piece, code points of Unicode.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not from 1 to 100,000.</exception>
    public FixedLength(int length = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 100_000);
        Length = length;
        Splitter = new PatternSplitter(new SplitPattern($"(?s:.{{1,{length}}})"), SplitBehavior.Isolated);
    }

    /// <summary>Characters a piece.</summary>
    public int Length { get; }

    internal override Splitter Splitter { get; }

    // Pieces of one character end everywhere.
    internal override bool CutsBeforeWords => Length == 1;
}
