namespace Attune.Tokenizers;

/// <summary>Makes the vocabulary of a character tokenizer: the characters (Unicode code points) of the corpus, the most frequent first.</summary>
public sealed record CharacterTrainer : Trainer
{
    /// <summary>
    /// The part of all characters of the corpus that the vocabulary shall cover, from 0 to 1: 0.9995 leaves out the rarest ones that together make up less
    /// than 0.05 %.
    /// </summary>
    public double CharacterCoverage { get; init; } = 1;

    /// <summary>Counts the characters of the corpus. Where there are more than the vocabulary has room for, the rarest are left out.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the vocabulary size has no room for the special tokens.</exception>
    /// <exception cref="TokenizationException">The corpus is empty.</exception>
    public WordLevelTrainingResult Train(TrainingCorpus corpus, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckCoverage(CharacterCoverage);
        var words = CountWords(corpus, repair: true, progress, cancellation);
        var tokens = BeginTokens();
        CheckRoom(tokens);
        foreach (var count in CharacterCount.Of(words, CharacterCoverage))
        {
            if (tokens.Count == VocabularySize)
                break;
            tokens.GetOrAdd(count.Character.ToString());
        }

        return new WordLevelTrainingResult(tokens.ToVocabulary(), VocabularySize);
    }
}
