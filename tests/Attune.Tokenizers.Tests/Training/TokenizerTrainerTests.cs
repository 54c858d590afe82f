namespace Attune.Tokenizers.Tests;

public class TokenizerTrainerTests
{
    private const string Text = "The cat sat on the mat,\r\nand the other cat sat  on the hat.\n\n\tÉté 🙂 été 今天 — the end ";

    [Theory]
    [InlineData(TokenizerAlgorithm.Bpe)]
    [InlineData(TokenizerAlgorithm.SentencePieceBpe)]
    [InlineData(TokenizerAlgorithm.Unigram)]
    [InlineData(TokenizerAlgorithm.Characters)]
    [InlineData(TokenizerAlgorithm.Bytes)]
    public void Nothing_is_lost_whatever_a_text_begins_with(TokenizerAlgorithm algorithm)
    {
        var tokenizer = Train(algorithm);

        foreach (string text in new[] { Text, " " + Text, "  cat", "\ncat", "\r\n cat", " ", "cat" })
            Assert.Equal(text, tokenizer.Decode(tokenizer.EncodeToIds(text)));
    }

    [Theory]
    [InlineData(TokenizerAlgorithm.Bpe)]
    [InlineData(TokenizerAlgorithm.SentencePieceBpe)]
    [InlineData(TokenizerAlgorithm.Unigram)]
    [InlineData(TokenizerAlgorithm.WordPiece)]
    [InlineData(TokenizerAlgorithm.Words)]
    [InlineData(TokenizerAlgorithm.Characters)]
    [InlineData(TokenizerAlgorithm.Bytes)]
    public void A_saved_tokenizer_gives_the_same_ids(TokenizerAlgorithm algorithm)
    {
        var tokenizer = Train(algorithm);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            tokenizer.Save(path);
            var loaded = Tokenizer.Load(path);

            Assert.Equal(tokenizer.EncodeToIds(Text), loaded.EncodeToIds(Text));
            Assert.Equal(tokenizer.IdOf("<end>"), loaded.IdOf("<end>"));
            Assert.Equal(tokenizer.IdOf("<end>"), Assert.Single(loaded.EncodeToIds("<end>", addSpecialTokens: false, allowSpecialTokens: true)));
            Assert.DoesNotContain(tokenizer.IdOf("<end>")!.Value, loaded.EncodeToIds("<end>"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_result_is_the_same_for_any_number_of_threads()
    {
        foreach (var algorithm in new[] { TokenizerAlgorithm.Bpe, TokenizerAlgorithm.Unigram })
            Assert.Equal(Train(algorithm, threads: 1).EncodeToIds(Text), Train(algorithm, threads: 3).EncodeToIds(Text));
    }

    [Fact]
    public void A_size_of_bytes_other_than_theirs_is_refused() =>
        Assert.Contains("257", Assert.Throws<ArgumentException>(() => TokenizerTrainer.TrainOnTexts(
            new TokenizerTraining { Algorithm = TokenizerAlgorithm.Bytes, VocabularySize = 300 }, [])).Message, StringComparison.Ordinal);

    private static Tokenizer Train(TokenizerAlgorithm algorithm, int threads = 2) => TokenizerTrainer.TrainOnTexts(
        new TokenizerTraining
        {
            Algorithm = algorithm,
            VocabularySize = algorithm is TokenizerAlgorithm.Bytes or TokenizerAlgorithm.Characters ? null : 310,
            SpecialTokens = ["<end>"],
            Threads = threads,
        },
        Enumerable.Repeat(Text, 30));
}
