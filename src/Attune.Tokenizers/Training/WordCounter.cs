namespace Attune.Tokenizers;

/// <summary>Counts the words of a corpus on several threads. The same corpus gives the same counts in the same order for any number of threads.</summary>
internal static class WordCounter
{
    /// <summary>Counts the words of <paramref name="corpus"/>.</summary>
    /// <param name="specialTokens">Cut out of the text before anything else sees it, and not counted.</param>
    /// <param name="repair">Whether bytes that are not UTF-8 become U+FFFD, as they must for models of characters; they do so in any case where a normalizer or pre-tokenizer rewrites.</param>
    /// <exception cref="TokenizationException">The corpus holds no word.</exception>
    public static WordCounts Count(
        TrainingCorpus corpus,
        IReadOnlyList<string> specialTokens,
        bool repair,
        int threads,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellation) => throw new NotImplementedException();
}
