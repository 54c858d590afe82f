using System.Text;
using System.Text.Json;

namespace Attune.Tokenizers.Tests;

public class BpeTrainerTests
{
    [RealDataFact("tokenizers/bpe_training/corpus.en")]
    public void The_reference_corpus_gives_exactly_the_reference_merges_and_vocabulary()
    {
        string folder = SharedData.Locate("tokenizers/bpe_training")!;
        var trainer = new BpeTrainer { VocabularySize = 500, SpecialTokens = ["<|endoftext|>"] };
        var result = trainer.Train(TrainingCorpus.FromFiles([Path.Combine(folder, "corpus.en")], null, new SplitterPreTokenizer(new Gpt2Splitter())));

        var expected = File.ReadLines(Path.Combine(folder, "train-bpe-reference-merges.txt"));
        Assert.Equal(expected, result.Merges.Select(merge => $"{Gpt2Form(result, merge.Left)} {Gpt2Form(result, merge.Right)}"));
        using var vocabulary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "train-bpe-reference-vocab.json")));
        Assert.Equal(
            vocabulary.RootElement.EnumerateObject().ToDictionary(token => token.Value.GetInt32(), token => token.Name),
            Enumerable.Range(0, result.Vocabulary.Count).ToDictionary(id => id, id => Gpt2Form(result, id)));
        Assert.True(result.IsComplete);
    }

    // By Golden/sentencepiece_bpe.py ../shared/data 5000000 8000
    private const long SentencePieceTokens = 1_222_908;

    [RealDataFact("text/novels")]
    public void On_novels_words_are_as_few_tokens_as_with_SentencePieces_merges()
    {
        var words = UnigramTrainerTests.Novels(5_000_000);

        // As in SentencePiece no token joins letters, digits and signs.
        var cut = new SplitterPreTokenizer(new PatternSplitter(new SplitPattern(@"▁?(?:\p{L}+|\p{N}+|[^▁\p{L}\p{N}]+)|▁"), SplitBehavior.Isolated));
        var texts = Enumerable.Range(0, words.Count).SelectMany(i => Enumerable.Repeat(Encoding.UTF8.GetString(words.Word(i)), (int)words.CountOf(i)));
        var trainer = new BpeTrainer { VocabularySize = 8000, Unit = BpeUnit.Characters, CharacterCoverage = 0.9995, SpecialTokens = ["<unk>", "<s>", "</s>"] };
        var result = trainer.Train(TrainingCorpus.FromTexts(texts, null, cut));
        var model = result.CreateModel(new BpeOptions { UnknownToken = "<unk>", FuseUnknown = true });
        long tokens = 0;
        for (int i = 0; i < words.Count; i++)
            tokens += words.CountOf(i) * WholeText.Ids(model, Encoding.UTF8.GetString(words.Word(i))).Length;
        Assert.InRange(tokens, 0.99 * SentencePieceTokens, 1.01 * SentencePieceTokens);
    }

    [Fact]
    public void The_most_frequent_pair_merges_first_and_of_equal_ones_the_greater()
    {
        // Sennrich's example as Stanford's course CS336 cuts it: low 5, lower 2, widest 3, newest 6.
        var texts = Words(("low", 5), ("lower", 2), ("widest", 3), ("newest", 6));
        var result = new BpeTrainer { VocabularySize = 256 + 6 }.Train(TrainingCorpus.FromTexts(texts));
        Assert.Equal(["s t", "e st", "o w", "l ow", "w est", "n e"], Merges(result));
    }

    [Fact]
    public void A_pair_that_overlaps_with_itself_merges_from_the_left()
    {
        var result = new BpeTrainer { VocabularySize = 256 + 3 }.Train(TrainingCorpus.FromTexts(Words(("aaaaa", 3))));
        Assert.Equal(["a a", "aa aa", "aaaa a"], Merges(result));
    }

    [Fact]
    public void It_learns_what_counting_all_pairs_anew_for_each_merge_learns()
    {
        var random = new Random(5);
        for (int round = 0; round < 30; round++)
        {
            string[] texts = [.. Enumerable.Range(0, 40).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => "abc"[random.Next(3)])))];
            var result = new BpeTrainer { VocabularySize = 256 + 20 }.Train(TrainingCorpus.FromTexts(texts));
            Assert.Equal(PlainMerges(texts, 20), Merges(result));
        }
    }

    [Fact]
    public void Characters_outside_of_the_alphabet_are_in_no_token()
    {
        var trainer = new BpeTrainer { VocabularySize = 12, Unit = BpeUnit.Characters, CharacterCoverage = 0.99, SpecialTokens = ["<unk>"] };
        var result = trainer.Train(TrainingCorpus.FromTexts(Words(("abéab", 1), ("ab", 200))));
        Assert.Equal(["<unk>", "a", "b", "ab"], Tokens(result.Vocabulary));
        Assert.False(result.IsComplete);
    }

    [Fact]
    public void Tokens_are_no_longer_and_no_rarer_than_allowed()
    {
        var corpus = TrainingCorpus.FromTexts(Words(("abcdabcd", 3), ("xy", 2)));
        var result = new BpeTrainer { VocabularySize = 300, MaximumTokenLength = 3, MinimumFrequency = 3 }.Train(corpus);
        Assert.All(Enumerable.Range(0, result.Vocabulary.Count), id => Assert.InRange(result.Vocabulary.Bytes(id).Length, 1, 3));
        Assert.Null(result.Vocabulary.IdOf("xy"));
        Assert.NotNull(result.Vocabulary.IdOf("cd"));
    }

    [Fact]
    public void Special_tokens_come_first_and_their_text_is_not_counted()
    {
        var trainer = new BpeTrainer { VocabularySize = 260, SpecialTokens = ["<|end|>", "<|endoftext|>"] };
        var result = trainer.Train(TrainingCorpus.FromTexts(["ab<|endoftext|>ab<|end|>"]));
        Assert.Equal(["<|end|>", "<|endoftext|>", "!"], Tokens(result.Vocabulary).Take(3));
        Assert.Equal(["a b"], Merges(result));
    }

    [Fact]
    public void Byte_fallback_tokens_follow_the_special_tokens()
    {
        var trainer = new BpeTrainer { VocabularySize = 300, Unit = BpeUnit.Characters, ByteFallback = true, SpecialTokens = ["<unk>"] };
        var tokens = Tokens(trainer.Train(TrainingCorpus.FromTexts(["ab"])).Vocabulary);
        Assert.Equal(["<unk>", "<0x00>", "<0xFF>", "a", "b", "ab"], [tokens[0], tokens[1], .. tokens[256..]]);
    }

    [Fact]
    public void Wrong_options_are_refused_with_what_was_found()
    {
        var corpus = TrainingCorpus.FromTexts(["abc"]);
        string small = Assert.Throws<ArgumentException>(() => new BpeTrainer { VocabularySize = 200, SpecialTokens = ["<s>"] }.Train(corpus)).Message;
        Assert.Contains("257", small, StringComparison.Ordinal);
        Assert.Contains("200", small, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new BpeTrainer { VocabularySize = 300, MinimumFrequency = 0 }.Train(corpus));
        Assert.Throws<ArgumentException>(() => new BpeTrainer { VocabularySize = 300, CharacterCoverage = double.NaN }.Train(corpus));
        Assert.Throws<ArgumentException>(() => new BpeTrainer { VocabularySize = 300, SpecialTokens = ["a", "a"] }.Train(corpus));
        Assert.Throws<ArgumentException>(() => new BpeTrainer { VocabularySize = 300, SpecialTokens = [""] }.Train(corpus));
        Assert.Throws<ArgumentException>(() => new BpeTrainer { VocabularySize = 300, Threads = 0 }.Train(corpus));
        Assert.Throws<TokenizationException>(() => new BpeTrainer { VocabularySize = 300 }.Train(TrainingCorpus.FromTexts([])));
    }

    [Fact]
    public void It_can_be_cancelled() => Assert.ThrowsAny<OperationCanceledException>(
        () => new BpeTrainer { VocabularySize = 300 }.Train(TrainingCorpus.FromTexts(["abc"]), null, new CancellationToken(canceled: true)));

    private static IEnumerable<string> Words(params (string Word, int Count)[] words) => words.SelectMany(word => Enumerable.Repeat(word.Word, word.Count));

    private static string[] Tokens(Vocabulary vocabulary) => [.. Enumerable.Range(0, vocabulary.Count).Select(id => vocabulary.TokenOf(id)!)];

    private static IEnumerable<string> Merges(BpeTrainingResult result) =>
        result.Merges.Select(merge => $"{result.Vocabulary.TokenOf(merge.Left)} {result.Vocabulary.TokenOf(merge.Right)}");

    private static List<string> PlainMerges(string[] texts, int limit)
    {
        var words = texts.Select(text => text.Select(character => character.ToString()).ToList()).ToList();
        var merges = new List<string>();
        while (merges.Count < limit)
        {
            var pairs = words.SelectMany(word => word.Zip(word.Skip(1))).CountBy(pair => pair).ToList();
            if (pairs.Count == 0)
                break;
            var (left, right) = pairs.OrderByDescending(pair => pair.Value)
                .ThenByDescending(pair => pair.Key.First, StringComparer.Ordinal)
                .ThenByDescending(pair => pair.Key.Second, StringComparer.Ordinal)
                .First().Key;
            merges.Add($"{left} {right}");
            foreach (var word in words)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                {
                    if (word[i] == left && word[i + 1] == right)
                    {
                        word[i] += right;
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return merges;
    }

    // GPT-2 writes each byte as a printable character: itself, or else the next one from U+0100 on.
    private static string Gpt2Form(BpeTrainingResult result, int id)
    {
        var form = new StringBuilder();
        foreach (byte value in result.Vocabulary.Bytes(id))
        {
            bool printable = value is >= 33 and <= 126 or >= 161 and <= 172 or >= 174;
            form.Append(printable ? (char)value : (char)(256 + value - (value < 33 ? 0 : value < 161 ? 127 - 33 : 173 - 33 - 34)));
        }

        return form.ToString();
    }
}
