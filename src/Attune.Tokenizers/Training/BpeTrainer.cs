namespace Attune.Tokenizers;

/// <summary>
/// Learns the merges of byte-pair encoding: count how often each two tokens stand side by side in the words of the corpus, make the most frequent pair a
/// token, and again, until the vocabulary is full.
/// </summary>
/// <remarks>
/// Gage, A New Algorithm for Data Compression, 1994; for words, Sennrich et al., Neural Machine Translation of Rare Words with Subword Units, 2016,
/// arXiv:1508.07909. Of equally frequent pairs the greater one merges: by the bytes of its first token, then of its second.
/// </remarks>
public sealed record BpeTrainer : Trainer
{
    /// <summary>What words consist of at first: all 256 bytes, or the characters of the corpus.</summary>
    public BpeUnit Unit { get; init; } = BpeUnit.Bytes;

    /// <summary>
    /// For characters, the part of all characters of the corpus that the alphabet shall cover, from 0 to 1: 0.9995 leaves out the rarest ones that together
    /// make up less than 0.05 %. No pair is learned with what is left out.
    /// </summary>
    public double CharacterCoverage { get; init; } = 1;

    /// <summary>For characters, whether the 256 tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> follow the special tokens, for the bytes of characters outside of the alphabet.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Pairs that occur less often are not merged.</summary>
    public long MinimumFrequency { get; init; } = 1;

    /// <summary>The longest token that may be learned, in bytes or characters: units.</summary>
    public int MaximumTokenLength { get; init; } = int.MaxValue;

    /// <summary>Counts the words of the corpus and learns the merges.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the vocabulary size has no room for special tokens and alphabet.</exception>
    /// <exception cref="TokenizationException">The corpus is empty.</exception>
    public BpeTrainingResult Train(TrainingCorpus corpus, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckCoverage(CharacterCoverage);
        CheckFrequency(MinimumFrequency);
        var counts = CountWords(corpus, repair: Unit == BpeUnit.Characters, progress, cancellation);
        var tokens = BeginTokens();
        var words = new MergingWords(counts, CreateAlphabet(tokens, counts), cancellation);
        CheckRoom(tokens);
        var merges = Learn(words, tokens, new ProgressReporter(progress, "merging pairs", "tokens", VocabularySize), cancellation);
        return new BpeTrainingResult(tokens.ToVocabulary(), VocabularySize, merges, Unit);
    }

    private List<(int Left, int Right)> Learn(MergingWords words, TokenList tokens, ProgressReporter progress, CancellationToken cancellation)
    {
        var merges = new List<(int Left, int Right)>();
        var queue = new PriorityQueue<int, CountedPair>(new MostFrequentFirst(words, tokens));
        Enqueue(0);
        while (tokens.Count < VocabularySize && queue.TryDequeue(out int pair, out var counted))
        {
            cancellation.ThrowIfCancellationRequested();
            if (words.CountOf(pair) != counted.Count)
            {
                // It lost places to pairs merged meanwhile, and takes the place in the queue that it now has. No count grows after its pair was first counted.
                EnqueuePair(pair);
                continue;
            }

            (int left, int right) = words.Tokens(pair);
            if (!tokens.TryAddMerged(left, right, prefixOfRight: 0, out int merged))
                continue;
            merges.Add((left, right));
            int newPairs = words.PairCount;
            words.Merge(pair, merged);
            Enqueue(newPairs);
            progress.Report(tokens.Count);
        }

        progress.End(tokens.Count);
        return merges;

        void Enqueue(int firstPair)
        {
            for (int pair = firstPair; pair < words.PairCount; pair++)
                EnqueuePair(pair);
        }

        void EnqueuePair(int pair)
        {
            (int left, int right) = words.Tokens(pair);
            if (words.CountOf(pair) >= MinimumFrequency && tokens.LengthOf(left) + tokens.LengthOf(right) <= MaximumTokenLength)
                queue.Enqueue(pair, new CountedPair(words.CountOf(pair), pair));
        }
    }

    private Alphabet CreateAlphabet(TokenList tokens, WordCounts counts)
    {
        if (Unit == BpeUnit.Bytes)
            return new BytesAlphabet(tokens);
        for (int value = 0; ByteFallback && value < 256; value++)
            tokens.GetOrAdd(ByteTokens.Of(value));
        return new CharacterAlphabet(tokens, counts, CharacterCoverage);
    }

    private readonly record struct CountedPair(long Count, int Pair);

    private sealed class MostFrequentFirst(MergingWords words, TokenList tokens) : IComparer<CountedPair>
    {
        public int Compare(CountedPair x, CountedPair y)
        {
            if (x.Count != y.Count)
                return y.Count.CompareTo(x.Count);
            (int left, int right) = words.Tokens(x.Pair);
            (int otherLeft, int otherRight) = words.Tokens(y.Pair);
            return tokens.Compare(otherLeft, otherRight, left, right);
        }
    }
}

/// <summary>What byte-pair encoding learned.</summary>
/// <param name="Merges">The pairs of tokens that merge, the first learned first.</param>
/// <param name="Unit">What words consist of before anything merges.</param>
public sealed record BpeTrainingResult(Vocabulary Vocabulary, int RequestedSize, IReadOnlyList<(int Left, int Right)> Merges, BpeUnit Unit)
    : TrainingResult(Vocabulary, RequestedSize)
{
    /// <summary>The model that applies the merges.</summary>
    /// <param name="options">How it treats what the alphabet lacks; its <see cref="BpeOptions.Unit"/> is that of the training.</param>
    public Bpe CreateModel(BpeOptions? options = null) =>
        new(Vocabulary, MergeTable.FromPairs(Vocabulary, Merges), (options ?? new BpeOptions()) with { Unit = Unit });
}
