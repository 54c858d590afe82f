namespace Attune.Tokenizers.Tests;

public class WordPieceTrainerTests
{
    [Fact]
    public void Pairs_merge_that_stand_together_more_often_than_their_parts_let_one_expect()
    {
        // h 15, p 17, b 4, ##u 36, ##g 20, ##n 16, ##s 5.
        // 1. ##g ##s: 5 / (20 * 5) = 1/20; every pair with ##u gives 1/36.
        // 2. h ##u 15/(15*36), p ##u 17/(17*36), b ##u 4/(4*36), ##u ##g 15/(36*15), ##u ##n 16/(36*16) are all 1/36: the greatest is p ##u.
        // 3. Now ##u is 19: h ##u, b ##u are 1/19, pu ##g 5/(17*15) = 1/51, pu ##n 12/(17*16): h ##u is the greater.
        // 4. ##u is 4, only in bun: b ##u is 4/(4*4) = 1/4.
        string[] words = [.. Repeat("hug", 10), .. Repeat("pug", 5), .. Repeat("pun", 12), .. Repeat("bun", 4), .. Repeat("hugs", 5)];
        var trainer = new WordPieceTrainer { VocabularySize = 1 + 7 + 4, SpecialTokens = ["[UNK]"] };
        var result = trainer.Train(TrainingCorpus.FromTexts(words));
        Assert.Equal(["[UNK]", "##u", "##g", "p", "##n", "h", "##s", "b"], Tokens(result).Take(8));
        Assert.Equal(["##gs", "pu", "hu", "bu"], Tokens(result).Skip(8));
        Assert.True(result.IsComplete);
    }

    [Fact]
    public void It_learns_what_scoring_all_pairs_anew_for_each_merge_learns()
    {
        var random = new Random(7);
        for (int round = 0; round < 30; round++)
        {
            string[] texts = [.. Enumerable.Range(0, 60).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => "abcd"[random.Next(4)])))];
            var result = new WordPieceTrainer { VocabularySize = 40, MinimumFrequency = 2 }.Train(TrainingCorpus.FromTexts(texts));
            var alphabet = texts.SelectMany(text => text.Select((character, i) => i == 0 ? $"{character}" : $"##{character}")).Distinct().Count();
            Assert.Equal(PlainTokens(texts, 40 - alphabet), Tokens(result).Skip(alphabet));
        }
    }

    [Fact]
    public void A_token_that_is_there_already_is_not_learned_again()
    {
        // # ### merges to ##, and ## ##a would be ##a, which is another token.
        var result = new WordPieceTrainer { VocabularySize = 100 }.Train(TrainingCorpus.FromTexts(Repeat("##a", 3)));
        Assert.Equal(Tokens(result).Distinct(), Tokens(result));
    }

    [Fact]
    public void Wrong_options_are_refused()
    {
        var corpus = TrainingCorpus.FromTexts(["abc"]);
        Assert.Throws<ArgumentException>(() => new WordPieceTrainer { VocabularySize = 2 }.Train(corpus));
        Assert.Throws<ArgumentException>(() => new WordPieceTrainer { VocabularySize = 9, ContinuingSubwordPrefix = "" }.Train(corpus));
        Assert.Throws<ArgumentException>(() => new WordPieceTrainer { VocabularySize = 9, MinimumFrequency = 0 }.Train(corpus));
        Assert.ThrowsAny<OperationCanceledException>(
            () => new WordPieceTrainer { VocabularySize = 9 }.Train(corpus, null, new CancellationToken(canceled: true)));
    }

    private static IEnumerable<string> Repeat(string word, int count) => Enumerable.Repeat(word, count);

    private static IEnumerable<string> Tokens(WordPieceTrainingResult result) =>
        Enumerable.Range(0, result.Vocabulary.Count).Select(id => result.Vocabulary.TokenOf(id)!);

    private static List<string> PlainTokens(string[] texts, int limit)
    {
        var words = texts.Select(text => text.Select((character, i) => i == 0 ? $"{character}" : $"##{character}").ToList()).ToList();
        var learned = new List<string>();
        while (learned.Count < limit)
        {
            var tokens = words.SelectMany(word => word).CountBy(token => token).ToDictionary();
            var pairs = words.SelectMany(word => word.Zip(word.Skip(1))).CountBy(pair => pair).Where(pair => pair.Value >= 2).ToList();
            if (pairs.Count == 0)
                break;
            var (left, right) = pairs.OrderByDescending(pair => pair.Value / ((double)tokens[pair.Key.First] * tokens[pair.Key.Second]))
                .ThenByDescending(pair => pair.Key.First, StringComparer.Ordinal)
                .ThenByDescending(pair => pair.Key.Second, StringComparer.Ordinal)
                .First().Key;
            learned.Add(left + right[2..]);
            foreach (var word in words)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                {
                    if (word[i] == left && word[i + 1] == right)
                    {
                        word[i] += right[2..];
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return learned;
    }
}
