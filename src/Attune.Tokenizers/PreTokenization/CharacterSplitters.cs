namespace Attune.Tokenizers;

/// <summary>
/// The cuts of the pre-tokenizers of <c>tokenizer.json</c> that look at one character at a time, under the names they have there.
/// </summary>
internal static class CharacterSplitters
{
    private const string PunctuationPattern = @"[!-/:-@\[-`{-~\p{P}]";

    private static readonly CharacterSet s_punctuation = CharacterSet.Union(
        CharacterSet.Ranges(['!', '/', ':', '@', '[', '`', '{', '~']), UnicodeProperties.Find("P")!);

    /// <summary>Words, and what is neither word nor white space, which is dropped: <c>\w+|[^\w\s]+</c>.</summary>
    internal static Splitter Whitespace { get; } = new RunSplitter(c =>
        CodePoints.IsWhiteSpace(c) ? RunKind.Dropped : UnicodeProperties.Word.Contains(c) ? RunKind.Run : RunKind.OtherRun);

    /// <summary>What lies between white space.</summary>
    internal static Splitter WhitespaceSplit { get; } = new RunSplitter(c => CodePoints.IsWhiteSpace(c) ? RunKind.Dropped : RunKind.Run);

    /// <summary>BERT's: what lies between white space, each punctuation mark apart. All ASCII that is neither letter, digit, space nor control counts as one.</summary>
    internal static Splitter Bert { get; } = new RunSplitter(c =>
        CodePoints.IsWhiteSpace(c) ? RunKind.Dropped : s_punctuation.Contains(c) ? RunKind.Alone : RunKind.Run);

    /// <summary>Numbers (N, of any script) apart from the rest, each alone or as runs.</summary>
    internal static Splitter Digits(bool individually)
    {
        CharacterSet numbers = UnicodeProperties.Find("N")!;
        RunKind kind = individually ? RunKind.Alone : RunKind.OtherRun;
        return new RunSplitter(c => numbers.Contains(c) ? kind : RunKind.Run);
    }

    /// <summary>Cuts at punctuation, as BERT means it.</summary>
    internal static Splitter Punctuation(SplitBehavior behavior) => behavior switch
    {
        SplitBehavior.Removed => new RunSplitter(c => s_punctuation.Contains(c) ? RunKind.Dropped : RunKind.Run),
        SplitBehavior.Isolated => new RunSplitter(c => s_punctuation.Contains(c) ? RunKind.Alone : RunKind.Run),
        SplitBehavior.Contiguous => new RunSplitter(c => s_punctuation.Contains(c) ? RunKind.OtherRun : RunKind.Run),
        _ => new PatternSplitter(new SplitPattern(PunctuationPattern), behavior),
    };

    /// <summary>What lies between one character's occurrences.</summary>
    internal static Splitter CharDelimiterSplit(int delimiter) => new RunSplitter(c => c == delimiter ? RunKind.Dropped : RunKind.Run);
}
