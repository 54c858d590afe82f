namespace Attune.Tokenizers;

/// <summary>What every trainer is told. Immutable and thread-safe.</summary>
public abstract record Trainer
{
    private protected Trainer()
    {
    }

    /// <summary>How many tokens the vocabulary shall have, special tokens and alphabet among them. A text may give fewer: see the result.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>
    /// Tokens that get the first ids, in this order. Where one stands in the text, the text is cut and the token itself not counted: no word reaches over it.
    /// </summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>How many threads count words; all processors by default. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Counts the words of the corpus, once what the trainer was told has been checked.</summary>
    /// <param name="repair">Whether the model works on characters: then bytes that are not UTF-8 become U+FFFD.</param>
    private protected WordCounts CountWords(TrainingCorpus corpus, bool repair, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        if (VocabularySize < 1)
            throw new ArgumentException($"{nameof(VocabularySize)}: expected at least 1, found {VocabularySize}");
        if (Threads < 1)
            throw new ArgumentException($"{nameof(Threads)}: expected at least 1, found {Threads}");
        if (SpecialTokens.Any(string.IsNullOrEmpty))
            throw new ArgumentException($"{nameof(SpecialTokens)}: expected tokens of at least one character, found an empty one");
        if (SpecialTokens.GroupBy(token => token).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"{nameof(SpecialTokens)}: expected each once, found \"{twice.Key}\" {twice.Count()} times");
        return WordCounter.Count(corpus, SpecialTokens, repair, Threads, progress, cancellation);
    }

    /// <summary>The special tokens, with which every vocabulary begins.</summary>
    private protected TokenList BeginTokens()
    {
        var tokens = new TokenList();
        foreach (string token in SpecialTokens)
            tokens.GetOrAdd(token);
        return tokens;
    }

    /// <summary>Fails if special tokens and alphabet leave no room.</summary>
    private protected void CheckRoom(TokenList tokens)
    {
        if (tokens.Count > VocabularySize)
        {
            throw new ArgumentException(
                $"{nameof(VocabularySize)}: expected at least the {SpecialTokens.Count} special tokens and an alphabet of {tokens.Count - SpecialTokens.Count} "
                + $"({tokens.Count} tokens), found {VocabularySize}");
        }
    }

    /// <summary>Fails if the least number of occurrences is none.</summary>
    private protected static void CheckFrequency(long minimum)
    {
        if (minimum < 1)
            throw new ArgumentException($"MinimumFrequency: expected at least 1, found {minimum}");
    }

    /// <summary>Fails if a part of the corpus to cover is not one.</summary>
    private protected static void CheckCoverage(double coverage)
    {
        if (!(coverage is > 0 and <= 1))
            throw new ArgumentException($"CharacterCoverage: expected more than 0 and at most 1, found {coverage}");
    }
}

/// <summary>What every training gives.</summary>
/// <param name="Vocabulary">The tokens: special tokens, then the alphabet, then what was learned, in the order of learning.</param>
/// <param name="RequestedSize">How many tokens were asked for.</param>
public abstract record TrainingResult(Vocabulary Vocabulary, int RequestedSize)
{
    /// <summary>Whether the text gave as many tokens as were asked for.</summary>
    public bool IsComplete => Vocabulary.Count >= RequestedSize;
}
