using System.Text;

namespace Attune.Tokenizers.Tests;

public class UnigramTrainerTests
{
    // By Golden/sentencepiece_unigram.py ../shared/data 5000000 8000
    private const double ReferenceLogLikelihood = -7964179.7;

    [RealDataFact("text/novels")]
    public void On_novels_the_words_are_as_likely_as_under_SentencePieces_model()
    {
        var words = Novels(5_000_000);
        var result = new UnigramTrainer { VocabularySize = 8000 }.Train(words, null, default);
        Assert.Equal(8000, result.Vocabulary.Count);
        double found = LogLikelihood(words, [.. Enumerable.Range(3, 7997).Select(id => (result.Vocabulary.TokenOf(id)!, result.Scores[id]))]);

        // Both are negative: at most 1 % more so.
        Assert.True(found > 1.01 * ReferenceLogLikelihood, $"expected a log likelihood near {ReferenceLogLikelihood}, found {found:F1}");
    }

    [RealDataFact("text/novels")]
    public void It_is_the_same_for_any_number_of_threads()
    {
        var words = Novels(200_000);
        var results = new[] { 1, 2, 3, 7 }.Select(threads => new UnigramTrainer { VocabularySize = 700, Threads = threads }.Train(words, null, default)).ToList();
        foreach (var result in results)
        {
            Assert.Equal(Tokens(results[0]), Tokens(result));
            Assert.Equal(results[0].Scores.Select(BitConverter.SingleToInt32Bits), result.Scores.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void What_occurs_often_becomes_a_token_and_the_model_segments_by_it()
    {
        string[] words = [.. Enumerable.Repeat<string[]>(["▁walking", "▁talking", "▁walked", "▁talked"], 20).SelectMany(some => some)];
        var result = new UnigramTrainer { VocabularySize = 18, CharacterCoverage = 1 }.Train(TrainingCorpus.FromTexts(words));
        Assert.Equal(["<unk>", "<s>", "</s>"], Tokens(result).Take(3));
        Assert.Equal(18, result.Vocabulary.Count);
        Assert.True(result.IsComplete);
        Assert.Equal(0, result.UnknownId);
        Assert.All("▁walkingted", letter => Assert.NotNull(result.Vocabulary.IdOf(letter.ToString())));
        Assert.Equal(result.Scores.Skip(3).OrderDescending(), result.Scores.Skip(3));
        Assert.True(WholeText.Ids(result.CreateModel(), "▁walking").Length <= 2);
        Assert.Equal("<unk>", WholeText.Tokens(result.CreateModel(), "☃☃"));
        Assert.Equal("<|s|>".Length, WholeText.Tokens(result.CreateModel(), "s<s").Length);
    }

    [Fact]
    public void Rare_characters_are_left_out_by_the_coverage()
    {
        var words = Count([.. Enumerable.Repeat("▁aa", 100), "▁é"]);
        Assert.Null(new UnigramTrainer { VocabularySize = 20, CharacterCoverage = 0.99 }.Train(words, null, default).Vocabulary.IdOf("é"));
        Assert.NotNull(new UnigramTrainer { VocabularySize = 20, CharacterCoverage = 1 }.Train(words, null, default).Vocabulary.IdOf("é"));
    }

    [Fact]
    public void Tokens_do_not_join_scripts_or_words_unless_told_to()
    {
        var words = Count(Enumerable.Repeat("▁abc123жж▁ab", 50).Concat(Enumerable.Repeat("▁abc123жж▁abd", 50)));
        var split = Tokens(new UnigramTrainer { VocabularySize = 60 }.Train(words, null, default)).Skip(3);
        Assert.Contains("abc", split.Select(token => token.Trim('▁')));
        Assert.DoesNotContain(split, token => token.Contains('c') && token.Contains('1'));
        Assert.DoesNotContain(split, token => token.Contains('ж') && (token.Contains('3') || token.Contains('a')));
        Assert.DoesNotContain(split, token => token.IndexOf('▁', 1) > 0);
        var numbers = Tokens(new UnigramTrainer { VocabularySize = 60, SplitByNumber = false }.Train(words, null, default)).Skip(3);
        Assert.Contains(numbers, token => token.Contains("c1", StringComparison.Ordinal));
        var joined = Tokens(new UnigramTrainer { VocabularySize = 60, SplitByScript = false }.Train(words, null, default)).Skip(3);
        Assert.Contains(joined, token => token.Contains("3ж", StringComparison.Ordinal));
        var brief = Tokens(new UnigramTrainer { VocabularySize = 60, MaximumTokenLength = 2 }.Train(words, null, default)).Skip(3);
        Assert.All(brief, token => Assert.InRange(token.Length, 1, 2));
    }

    [Fact]
    public void A_small_corpus_gives_what_it_has()
    {
        var result = new UnigramTrainer { VocabularySize = 1000 }.Train(Count(["▁ab", "▁ab"]), null, default);
        Assert.False(result.IsComplete);
        Assert.Equal(["a", "b", "▁", "▁ab"], Tokens(result).Skip(3).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void With_byte_fallback_bytes_follow_the_special_tokens()
    {
        var result = new UnigramTrainer { VocabularySize = 270, ByteFallback = true }.Train(Count(["▁ab", "▁ab"]), null, default);
        Assert.Equal(["</s>", "<0x00>", "<0x01>"], Tokens(result).Skip(2).Take(3));
        Assert.Equal("<0xE2>|<0x98>|<0x83>", WholeText.Tokens(result.CreateModel(), "☃"));
    }

    [Fact]
    public void Wrong_options_are_refused()
    {
        var corpus = TrainingCorpus.FromTexts(["abc"]);
        Assert.Throws<ArgumentException>(() => new UnigramTrainer { VocabularySize = 5 }.Train(corpus));
        Assert.Throws<ArgumentException>(() => new UnigramTrainer { VocabularySize = 50, CharacterCoverage = double.NaN }.Train(corpus));
        Assert.Throws<ArgumentException>(() => new UnigramTrainer { VocabularySize = 50, MaximumTokenLength = 256 }.Train(corpus));
        Assert.Throws<ArgumentException>(() => new UnigramTrainer { VocabularySize = 50, UnknownToken = "?" }.Train(corpus));
        Assert.Null(new UnigramTrainer { VocabularySize = 50, UnknownToken = null }.Train(corpus).UnknownId);
    }

    [Fact]
    public void It_can_be_cancelled() => Assert.Throws<OperationCanceledException>(
        () => new UnigramTrainer { VocabularySize = 50 }.Train(Count(["▁ab"]), null, new CancellationToken(canceled: true)));

    private static IEnumerable<string> Tokens(UnigramTrainingResult result) => Enumerable.Range(0, result.Vocabulary.Count).Select(id => result.Vocabulary.TokenOf(id)!);

    internal static WordCounts Novels(int size)
    {
        using var text = new MemoryStream();
        foreach (string file in Directory.EnumerateFiles(SharedData.Locate("text/novels")!).Order(StringComparer.Ordinal))
        {
            if (text.Length < size)
                text.Write(File.ReadAllBytes(file));
        }

        var whole = text.GetBuffer().AsSpan(0, size);
        string words = Encoding.UTF8.GetString(whole[..(whole.LastIndexOf((byte)'\n') + 1)]);
        return Count(words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => '▁' + word));
    }

    internal static WordCounts Count(IEnumerable<string> words)
    {
        var sorted = words.CountBy(word => word).Select(entry => (Bytes: Encoding.UTF8.GetBytes(entry.Key), Count: (long)entry.Value)).ToList();
        sorted.Sort((a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));
        int end = 0;
        return new WordCounts([.. sorted.SelectMany(word => word.Bytes)], [.. sorted.Select(word => end += word.Bytes.Length)], [.. sorted.Select(word => word.Count)]);
    }

    internal static double LogLikelihood(WordCounts words, List<(string Token, float Score)> tokens)
    {
        tokens.Sort((a, b) => Encoding.UTF8.GetBytes(a.Token).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.Token)));
        int end = 0;
        Range[] ranges = [.. tokens.Select(token => end..(end += Encoding.UTF8.GetByteCount(token.Token)))];
        var pieces = new UnigramPieces([.. tokens.SelectMany(token => Encoding.UTF8.GetBytes(token.Token))], ranges, [.. tokens.Select(token => token.Score)]);
        return new UnigramEstimation(words, 2, default).Expect(pieces).LogLikelihood;
    }
}
