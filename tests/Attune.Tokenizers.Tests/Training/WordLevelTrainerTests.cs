namespace Attune.Tokenizers.Tests;

public class WordLevelTrainerTests
{
    private static readonly TrainingCorpus s_corpus = TrainingCorpus.FromTexts(["b", "b", "c", "a", "ca", "c"]);

    [Fact]
    public void The_most_frequent_words_come_first_and_of_equal_ones_the_smaller()
    {
        Assert.Equal(["<unk>", "b", "c", "a"], Tokens(new WordLevelTrainer { VocabularySize = 4, SpecialTokens = ["<unk>"] }.Train(s_corpus)));
        Assert.Equal(["b", "c"], Tokens(new WordLevelTrainer { VocabularySize = 4, MinimumFrequency = 2 }.Train(s_corpus)));
    }

    [Fact]
    public void The_most_frequent_characters_come_first()
    {
        Assert.Equal(["<unk>", "c", "a", "b"], Tokens(new CharacterTrainer { VocabularySize = 9, SpecialTokens = ["<unk>"] }.Train(s_corpus)));
        Assert.Equal(["c", "a"], Tokens(new CharacterTrainer { VocabularySize = 2 }.Train(s_corpus)));
        Assert.Equal(["c"], Tokens(new CharacterTrainer { VocabularySize = 9, CharacterCoverage = 0.3 }.Train(s_corpus)));
    }

    [Fact]
    public void A_vocabulary_that_special_tokens_overfill_is_refused() =>
        Assert.Throws<ArgumentException>(() => new WordLevelTrainer { VocabularySize = 1, SpecialTokens = ["<s>", "</s>"] }.Train(s_corpus));

    private static IEnumerable<string> Tokens(WordLevelTrainingResult result) =>
        Enumerable.Range(0, result.Vocabulary.Count).Select(id => result.Vocabulary.TokenOf(id)!);
}
