namespace Attune.Tokenizers;

/// <summary>A split pattern that is not a regular expression, or uses a part of the language that split patterns do not have.</summary>
public sealed class PatternSyntaxException : ArgumentException
{
    internal PatternSyntaxException(string pattern, int position, string problem)
        : base($"the split pattern {SplitPattern.Shorten(pattern)}: {problem}, at character {position}")
    {
        Pattern = pattern;
        Position = position;
    }

    /// <summary>The pattern.</summary>
    public string Pattern { get; }

    /// <summary>Where in the pattern, counted in UTF-16 code units from 0.</summary>
    public int Position { get; }
}
