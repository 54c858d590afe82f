namespace Attune.Tokenizers;

/// <summary>
/// Makes the vocabulary of a word tokenizer: the most frequent words of the corpus, as its pre-tokenizer cuts them. Of equally frequent ones the smaller by bytes
/// comes first.
/// </summary>
public sealed record WordLevelTrainer : Trainer
{
    /// <summary>Words that occur less often are left out.</summary>
    public long MinimumFrequency { get; init; } = 1;

    /// <summary>Counts the words of the corpus.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the vocabulary size has no room for the special tokens.</exception>
    /// <exception cref="TokenizationException">The corpus is empty.</exception>
    public WordLevelTrainingResult Train(TrainingCorpus corpus, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckFrequency(MinimumFrequency);
        var words = CountWords(corpus, repair: true, progress, cancellation);
        var tokens = BeginTokens();
        CheckRoom(tokens);

        // The words are sorted by bytes, and sorting by count leaves equal ones in their order.
        foreach (int word in Enumerable.Range(0, words.Count).OrderByDescending(words.CountOf))
        {
            if (tokens.Count == VocabularySize || words.CountOf(word) < MinimumFrequency)
                break;
            tokens.GetOrAdd(words.Word(word).ToArray());
        }

        return new WordLevelTrainingResult(tokens.ToVocabulary(), VocabularySize);
    }
}

/// <summary>A vocabulary of words or characters.</summary>
public sealed record WordLevelTrainingResult(Vocabulary Vocabulary, int RequestedSize) : TrainingResult(Vocabulary, RequestedSize);
