using System.Diagnostics;
using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// Trains a tokenizer with all of its parts: normalizer, pre-tokenizer, model, decoder and special tokens, put together as those who published the algorithm did. The trainers
/// themselves, such as <see cref="BpeTrainer"/>, learn models only, for parts of your own.
/// </summary>
public static class TokenizerTrainer
{
    private const int DefaultSize = 32_000;
    private const int WordPieceFrequency = 20;
    private const double SentencePieceCoverage = 0.9995;
    private const string Unknown = "<unk>";

    private static readonly string[] s_bertTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private static readonly string[] s_sentencePieceTokens = [Unknown, "<s>", "</s>"];

    /// <summary>Trains on files in UTF-8, read from start to end and never held in memory as a whole; those whose name ends in <c>.gz</c> are decompressed on the way.</summary>
    /// <param name="training">What to train.</param>
    /// <param name="paths">The files, each a text of its own.</param>
    /// <param name="progress">Is told how far the training is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the vocabulary has no room for special tokens and alphabet.</exception>
    /// <exception cref="TokenizationException">There is no text to learn from.</exception>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    public static Tokenizer TrainOnFiles(
        TokenizerTraining training, IEnumerable<string> paths, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] files = [.. paths];
        return Train(training, (normalizer, preTokenizer) => TrainingCorpus.FromFiles(files, normalizer, preTokenizer), progress, cancellation);
    }

    /// <summary>Trains on strings, each a text of its own.</summary>
    /// <param name="texts">The texts, gone through once.</param>
    /// <inheritdoc cref="TrainOnFiles"/>
    public static Tokenizer TrainOnTexts(
        TokenizerTraining training, IEnumerable<string> texts, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Train(training, (normalizer, preTokenizer) => TrainingCorpus.FromTexts(texts, normalizer, preTokenizer), progress, cancellation);
    }

    private static Tokenizer Train(
        TokenizerTraining training, Func<Normalizer?, PreTokenizer?, TrainingCorpus> corpus, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(training);
        return training.Algorithm switch
        {
            TokenizerAlgorithm.Bpe => TrainBpe(training, corpus, progress, cancellation),
            TokenizerAlgorithm.SentencePieceBpe => TrainSentencePieceBpe(training, corpus, progress, cancellation),
            TokenizerAlgorithm.Unigram => TrainUnigram(training, corpus, progress, cancellation),
            TokenizerAlgorithm.WordPiece => TrainWordPiece(training, corpus, progress, cancellation),
            TokenizerAlgorithm.Words => TrainWords(training, corpus, progress, cancellation),
            TokenizerAlgorithm.Characters => TrainCharacters(training, corpus, progress, cancellation),
            TokenizerAlgorithm.Bytes => CreateBytes(training),
            _ => throw new ArgumentOutOfRangeException(nameof(training), training.Algorithm, $"expected a {nameof(TokenizerAlgorithm)}, found {training.Algorithm}"),
        };
    }

    private static Tokenizer TrainBpe(
        TokenizerTraining training, Func<Normalizer?, PreTokenizer?, TrainingCorpus> corpus, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        PreTokenizer words = training.WordPattern switch
        {
            WordPattern.Gpt2 => ByteLevel.WithSplit(KnownPatterns.Gpt2),
            WordPattern.Cl100k => ByteLevel.WithSplit(KnownPatterns.Cl100k),
            WordPattern.O200k => ByteLevel.WithSplit(KnownPatterns.O200k),
            _ => throw new ArgumentOutOfRangeException(nameof(training), training.WordPattern, $"expected a {nameof(WordPattern)}, found {training.WordPattern}"),
        };
        string[] special = [.. training.SpecialTokens ?? ["<|endoftext|>"]];
        var trainer = new BpeTrainer
        {
            VocabularySize = training.VocabularySize ?? DefaultSize,
            SpecialTokens = special,
            MinimumFrequency = training.MinimumFrequency ?? 2,
            Threads = training.Threads,
        };
        var model = trainer.Train(corpus(training.Normalizer, words), progress, cancellation).CreateModel();
        return new Tokenizer(model, training.Normalizer, words, decoder: new ByteLevelDecoder(), addedTokens: Added(model, special));
    }

    private static Tokenizer TrainSentencePieceBpe(
        TokenizerTraining training, Func<Normalizer?, PreTokenizer?, TrainingCorpus> corpus, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var normalizer = SpaceBefore(training.Normalizer);
        var words = SpacesOfWords();
        string[] special = Special(training, s_sentencePieceTokens);
        var trainer = new BpeTrainer
        {
            VocabularySize = training.VocabularySize ?? DefaultSize,
            SpecialTokens = special,
            Unit = BpeUnit.Characters,
            ByteFallback = true,
            CharacterCoverage = training.CharacterCoverage ?? SentencePieceCoverage,
            MinimumFrequency = training.MinimumFrequency ?? 2,
            Threads = training.Threads,
        };
        var model = trainer.Train(corpus(normalizer, words), progress, cancellation)
            .CreateModel(new BpeOptions { ByteFallback = true, UnknownToken = Unknown, FuseUnknown = true });
        return new Tokenizer(model, normalizer, words, decoder: SentencePieceDecoder(), addedTokens: Added(model, special));
    }

    private static Tokenizer TrainUnigram(
        TokenizerTraining training, Func<Normalizer?, PreTokenizer?, TrainingCorpus> corpus, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var normalizer = SpaceBefore(training.Normalizer);
        var words = SpacesOfWords();
        string[] special = Special(training, s_sentencePieceTokens);
        var trainer = new UnigramTrainer
        {
            VocabularySize = training.VocabularySize ?? DefaultSize,
            SpecialTokens = special,
            UnknownToken = Unknown,
            ByteFallback = true,
            CharacterCoverage = training.CharacterCoverage ?? SentencePieceCoverage,
            Threads = training.Threads,
        };
        var model = trainer.Train(corpus(normalizer, words), progress, cancellation).CreateModel();
        return new Tokenizer(model, normalizer, words, decoder: SentencePieceDecoder(), addedTokens: Added(model, special));
    }

    // A space before the text, so that its first word is like any other; the decoder takes it off again, and nothing is lost.
    private static Normalizer SpaceBefore(Normalizer? first) => first is null ? new Prepend(" ") : new NormalizerSequence([first, new Prepend(" ")]);

    // SentencePiece trains line by line: here a line's end is a word of its own.
    private static PreTokenizerSequence SpacesOfWords() =>
        new([new Split(@"[\r\n]+", isRegex: true), new Metaspace(prependScheme: PrependScheme.Never)]);

    private static DecoderSequence SentencePieceDecoder() =>
        new([new ReplaceDecoder("▁", " "), new ByteFallback(), new Fuse(), new StripDecoder(new Rune(' '), 1, 0)]);

    private static Tokenizer TrainWordPiece(
        TokenizerTraining training, Func<Normalizer?, PreTokenizer?, TrainingCorpus> corpus, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var normalizer = training.Normalizer ?? new BertNormalizer();
        var words = new BertPreTokenizer();
        string[] special = Special(training, s_bertTokens);
        var trainer = new WordPieceTrainer
        {
            VocabularySize = training.VocabularySize ?? DefaultSize,
            SpecialTokens = special,
            CharacterCoverage = training.CharacterCoverage ?? 1,
            // Likelihood prefers pairs of rare tokens: the vocabulary would be full of names before it had one common word.
            MinimumFrequency = training.MinimumFrequency ?? WordPieceFrequency,
            Threads = training.Threads,
        };
        var model = new WordPiece(trainer.Train(corpus(normalizer, words), progress, cancellation).Vocabulary);
        var around = new BertProcessing(("[SEP]", model.Vocabulary.IdOf("[SEP]")!.Value), ("[CLS]", model.Vocabulary.IdOf("[CLS]")!.Value));
        return new Tokenizer(model, normalizer, words, around, new WordPieceDecoder(), Added(model, special));
    }

    private static Tokenizer TrainWords(
        TokenizerTraining training, Func<Normalizer?, PreTokenizer?, TrainingCorpus> corpus, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var words = new Whitespace();
        string[] special = Special(training, [Unknown]);
        var trainer = new WordLevelTrainer
        {
            VocabularySize = training.VocabularySize ?? DefaultSize,
            SpecialTokens = special,
            MinimumFrequency = training.MinimumFrequency ?? 2,
            Threads = training.Threads,
        };
        var model = new WordLevel(trainer.Train(corpus(training.Normalizer, words), progress, cancellation).Vocabulary, Unknown);
        return new Tokenizer(model, training.Normalizer, words, addedTokens: Added(model, special));
    }

    private static Tokenizer TrainCharacters(
        TokenizerTraining training, Func<Normalizer?, PreTokenizer?, TrainingCorpus> corpus, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        string[] special = Special(training, [Unknown]);
        var trainer = new CharacterTrainer
        {
            // There are fewer characters than this in Unicode.
            VocabularySize = training.VocabularySize ?? 0x110000 + special.Length,
            SpecialTokens = special,
            CharacterCoverage = training.CharacterCoverage ?? 1,
            Threads = training.Threads,
        };
        // Characters are counted the same within words, of which there are fewer than lines.
        var model = new WordLevel(trainer.Train(corpus(training.Normalizer, new ByteLevel(addPrefixSpace: false)), progress, cancellation).Vocabulary, Unknown);
        return new Tokenizer(model, training.Normalizer, new FixedLength(1), decoder: new Fuse(), addedTokens: Added(model, special));
    }

    private static Tokenizer CreateBytes(TokenizerTraining training)
    {
        var special = training.SpecialTokens ?? ["<|endoftext|>"];
        if (training.VocabularySize is int size && size != 256 + special.Count)
            throw new ArgumentException($"expected a vocabulary size of {256 + special.Count}, 256 bytes and {special.Count} special tokens, found {size}", nameof(training));
        var builder = new Vocabulary.Builder();
        foreach (byte[] token in Enumerable.Range(0, 256).Select(value => new[] { (byte)value }).Concat(special.Select(Encoding.UTF8.GetBytes)))
        {
            if (!builder.TryAdd(token, builder.Count, out string? problem))
                throw new ArgumentException(problem, nameof(training));
        }

        var vocabulary = builder.Build();
        var model = new Bpe(vocabulary, MergeTable.FromPairs(vocabulary, []), new BpeOptions());
        return new Tokenizer(
            model, training.Normalizer, new ByteLevel(addPrefixSpace: false, useRegex: false), decoder: new ByteLevelDecoder(), addedTokens: Added(model, special));
    }

    private static string[] Special(TokenizerTraining training, string[] own) => [.. own.Concat(training.SpecialTokens ?? []).Distinct()];

    private static AddedToken[] Added(TokenModel model, IEnumerable<string> special) =>
        [.. special.Select(token => new AddedToken(token, model.Vocabulary.IdOf(token) ?? throw new UnreachableException(token)))];
}
