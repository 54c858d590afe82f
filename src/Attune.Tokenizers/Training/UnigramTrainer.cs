using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// Learns a unigram model (Kudo 2018, "Subword Regularization", as SentencePiece does): begins with very many tokens and, by turns, estimates their
/// probabilities by expectation maximization and drops those without which the words lose least. The same bits for any number of threads.
/// </summary>
public sealed record UnigramTrainer : Trainer
{
    // Twice is enough for the order of the losses; pruning by more than a quarter at once would drop tokens that the others' absence makes precious.
    private const int EstimatesPerPruning = 2;
    private const double ShrinkingFactor = 0.75;

    // Pruning ends somewhat above the size, and the most probable of what is left are taken.
    private const double Spare = 1.1;

    // The characters of the alphabet that the model dropped differ by this in score, the rarer the higher, as SentencePiece has it.
    private const float ScoreStep = 0.0001f;

    /// <summary>A trainer with the special tokens <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c>.</summary>
    public UnigramTrainer() => SpecialTokens = ["<unk>", "<s>", "</s>"];

    /// <summary>The part of all characters of the corpus that the alphabet shall cover, from 0 to 1; the others are unknown.</summary>
    public double CharacterCoverage { get; init; } = 0.9995;

    /// <summary>The special token of unknown characters; null if there is none.</summary>
    public string? UnknownToken { get; init; } = "<unk>";

    /// <summary>Whether unknown characters become bytes; their 256 tokens follow the special ones.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>How many tokens training begins with, at most.</summary>
    public int SeedSize { get; init; } = 1_000_000;

    /// <summary>The longest token, in characters, from 1 to 255.</summary>
    public int MaximumTokenLength { get; init; } = 16;

    /// <summary>
    /// Whether tokens of several Unicode scripts are left out. Punctuation and digits have a script of their own, combining marks that of the character before,
    /// Hiragana and Katakana that of Han.
    /// </summary>
    public bool SplitByScript { get; init; } = true;

    /// <summary>Whether digits are of the script of punctuation; otherwise they go with any.</summary>
    public bool SplitByNumber { get; init; } = true;

    /// <summary>Counts the words of the corpus and learns the model.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the vocabulary size has no room for special tokens, bytes and alphabet.</exception>
    /// <exception cref="TokenizationException">The corpus is empty.</exception>
    public UnigramTrainingResult Train(TrainingCorpus corpus, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckCoverage(CharacterCoverage);
        if (SeedSize < 1)
            throw new ArgumentException($"{nameof(SeedSize)}: expected at least 1, found {SeedSize}");
        if (MaximumTokenLength is < 1 or > 255)
            throw new ArgumentException($"{nameof(MaximumTokenLength)}: expected 1 to 255, found {MaximumTokenLength}");
        if (UnknownToken is not null && !SpecialTokens.Contains(UnknownToken))
            throw new ArgumentException($"{nameof(UnknownToken)}: expected one of the special tokens, found \"{UnknownToken}\"");
        return Train(CountWords(corpus, repair: true, progress, cancellation), progress, cancellation);
    }

    internal UnigramTrainingResult Train(WordCounts words, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var tokens = BeginTokens();
        for (int value = 0; value < 256 && ByteFallback; value++)
            tokens.GetOrAdd(ByteTokens.Of(value));
        int learned = VocabularySize - tokens.Count;
        var alphabet = CharacterCount.Of(words, CharacterCoverage);
        if (learned < alphabet.Count)
        {
            throw new ArgumentException(
                $"{nameof(VocabularySize)}: expected at least {tokens.Count} special tokens and bytes and an alphabet of {alphabet.Count}, found {VocabularySize}");
        }

        var pieces = UnigramSeeds.Find(words, this, alphabet);
        int seeds = pieces.Count;
        int wanted = (int)(VocabularySize * Spare);
        var reporter = new ProgressReporter(progress, "pruning tokens", "tokens", Math.Max(0, seeds - wanted));
        var estimation = new UnigramEstimation(words, Threads, cancellation);
        while (true)
        {
            for (int i = 0; i < EstimatesPerPruning; i++)
                pieces = UnigramEstimation.Maximize(pieces, estimation.Expect(pieces).Expected, learned);
            if (pieces.Count <= wanted)
                break;
            reporter.Report(seeds - pieces.Count);
            pieces = estimation.Prune(pieces, Math.Max(wanted, (int)(ShrinkingFactor * pieces.Count)), learned);
        }

        reporter.End(seeds - pieces.Count);
        return Result(tokens, Final(pieces, alphabet, learned));
    }

    // The alphabet, then the most probable tokens until there is no more room; in the order of their scores.
    private static IEnumerable<(string Token, float Score)> Final(UnigramPieces pieces, List<CharacterCount> alphabet, int room)
    {
        var scores = Enumerable.Range(0, pieces.Count).ToDictionary(i => Encoding.UTF8.GetString(pieces.Bytes(i)), i => pieces.Scores[i]);
        var chosen = new Dictionary<string, float>();
        int missing = 0;
        foreach (var count in alphabet)
        {
            string token = count.Character.ToString();
            chosen[token] = scores.TryGetValue(token, out float score) ? score : pieces.Lowest + ScoreStep * missing++;
        }

        foreach (var (token, score) in InOrder(scores))
        {
            if (chosen.Count == room)
                break;
            chosen.TryAdd(token, score);
        }

        return InOrder(chosen);

        static IEnumerable<(string Token, float Score)> InOrder(Dictionary<string, float> tokens) =>
            tokens.Select(entry => (entry.Key, entry.Value)).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal);
    }

    private UnigramTrainingResult Result(TokenList tokens, IEnumerable<(string Token, float Score)> learned)
    {
        var scores = new List<float>(new float[tokens.Count]);
        foreach (var (token, score) in learned)
        {
            // A character may be a special token too, which then has no score.
            if (tokens.GetOrAdd(token) == scores.Count)
                scores.Add(score);
        }

        var vocabulary = tokens.ToVocabulary();
        int? unknown = UnknownToken is null ? null : vocabulary.IdOf(UnknownToken);
        return new UnigramTrainingResult(vocabulary, VocabularySize, scores, unknown, ByteFallback, SpecialTokens.Count);
    }
}

/// <summary>The unigram model that was learned: special tokens, then bytes where they were asked for, then the others by falling score.</summary>
/// <param name="Scores">Log probabilities by id, in nats; 0 for special tokens and bytes.</param>
/// <param name="UnknownId">The token of unknown characters, or null.</param>
/// <param name="ByteFallback">Whether unknown characters become bytes.</param>
/// <param name="SpecialTokenCount">How many special tokens there are; they have the first ids.</param>
public sealed record UnigramTrainingResult(
    Vocabulary Vocabulary, int RequestedSize, IReadOnlyList<float> Scores, int? UnknownId, bool ByteFallback, int SpecialTokenCount)
    : TrainingResult(Vocabulary, RequestedSize)
{
    /// <summary>The model.</summary>
    public Unigram CreateModel() => new(Vocabulary, [.. Scores], UnknownId, ByteFallback, Enumerable.Range(0, SpecialTokenCount));
}
