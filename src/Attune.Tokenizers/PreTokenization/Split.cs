namespace Attune.Tokenizers;

/// <summary>Cuts at the matches of a pattern.</summary>
public sealed class Split : PreTokenizer
{
    /// <summary>A pre-tokenizer of these options.</summary>
    /// <param name="pattern">The text to look for, or a regular expression.</param>
    /// <param name="isRegex">Whether it is a regular expression.</param>
    /// <param name="behavior">What becomes of its matches.</param>
    /// <param name="invert">Whether what lies between the matches is treated as the matches.</param>
    /// <exception cref="PatternSyntaxException">The pattern is no regular expression, or uses what split patterns do not have.</exception>
    public Split(string pattern, bool isRegex, SplitBehavior behavior = SplitBehavior.Isolated, bool invert = false)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        Pattern = pattern;
        IsRegex = isRegex;
        Behavior = behavior;
        Invert = invert;
        var compiled = isRegex ? new SplitPattern(pattern) : SplitPattern.Literal(pattern);
        Splitter = (isRegex && IsIsolation(behavior, invert) ? KnownPatterns.Find(pattern) : null) ?? new PatternSplitter(compiled, behavior, invert);
        CutsBeforeWords = Splitter.CutsBeforeWords;
        LetsCutBeforeWords = CutsBeforeWords || (!invert && NeverMatchesSpace(compiled));
    }

    /// <summary>The text to look for, or a regular expression.</summary>
    public string Pattern { get; }

    /// <summary>Whether it is a regular expression.</summary>
    public bool IsRegex { get; }

    /// <summary>What becomes of its matches.</summary>
    public SplitBehavior Behavior { get; }

    /// <summary>Whether what lies between the matches is treated as the matches.</summary>
    public bool Invert { get; }

    internal override Splitter Splitter { get; }

    internal override bool CutsBeforeWords { get; }

    internal override bool LetsCutBeforeWords { get; }

    // The known patterns match all of a text, without gaps.
    private static bool IsIsolation(SplitBehavior behavior, bool invert) =>
        (!invert && behavior == SplitBehavior.Isolated) || (invert && behavior == SplitBehavior.Removed);

    // A run of characters that are no spaces, and nothing around it, is the same run in a text cut before a space.
    private static bool NeverMatchesSpace(SplitPattern pattern) => PatternParser.Parse(pattern.ToString()) switch
    {
        PatternNode.One one => !one.Set.Contains(' '),
        PatternNode.Repeat { Min: > 0, Greed: not Greed.Lazy, Part: PatternNode.One one } => !one.Set.Contains(' '),
        _ => false,
    };
}
