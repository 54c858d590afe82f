using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// Learns the vocabulary of WordPiece: as in byte-pair encoding two neighbouring tokens become one again and again, but those whose merging makes the corpus
/// most likely for its size: score = count(first second) / (count(first) · count(second)), the pairs that stand together more often than
/// their parts let one expect.
/// </summary>
/// <remarks>
/// <para>Schuster and Nakajima, Japanese and Korean Voice Search, 2012, in the form in which the field describes it. Of pairs with equal scores the greater
/// one merges: by the bytes of its first token, then of its second, prefixes included.</para>
/// <para>The score favours rare pairs of rare tokens, so <see cref="MinimumFrequency"/> matters: it keeps the vocabulary for what occurs that often. Hugging Face's trainer of
/// the same name ranks pairs by their count, as byte-pair encoding does, and only writes the tokens as WordPiece does; for that, use <see cref="BpeTrainer"/>.</para>
/// </remarks>
public sealed record WordPieceTrainer : Trainer
{
    /// <summary>What tokens begin with that do not begin a word.</summary>
    public string ContinuingSubwordPrefix { get; init; } = "##";

    /// <summary>
    /// The part of all characters of the corpus that the alphabet shall cover, from 0 to 1: 0.9995 leaves out the rarest ones that together make up less
    /// than 0.05 %. No pair is learned with what is left out.
    /// </summary>
    public double CharacterCoverage { get; init; } = 1;

    /// <summary>Pairs that occur less often are not merged.</summary>
    public long MinimumFrequency { get; init; } = 2;

    /// <summary>Counts the words of the corpus and learns which pairs to merge.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the vocabulary size has no room for special tokens and alphabet.</exception>
    /// <exception cref="TokenizationException">The corpus is empty.</exception>
    public WordPieceTrainingResult Train(TrainingCorpus corpus, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckCoverage(CharacterCoverage);
        CheckFrequency(MinimumFrequency);
        if (string.IsNullOrEmpty(ContinuingSubwordPrefix))
            throw new ArgumentException($"{nameof(ContinuingSubwordPrefix)}: expected at least one character, found none");
        var counts = CountWords(corpus, repair: true, progress, cancellation);
        var tokens = BeginTokens();
        var words = new MergingWords(counts, new CharacterAlphabet(tokens, counts, CharacterCoverage, ContinuingSubwordPrefix), cancellation);
        CheckRoom(tokens);
        var reporter = new ProgressReporter(progress, "merging pairs", "tokens", VocabularySize);
        int prefixLength = Encoding.UTF8.GetByteCount(ContinuingSubwordPrefix);
        var pairs = new ScoredPairs(words, tokens, MinimumFrequency);
        while (tokens.Count < VocabularySize && pairs.TryTakeBest(out int pair))
        {
            cancellation.ThrowIfCancellationRequested();
            (int left, int right) = words.Tokens(pair);
            if (tokens.TryAddMerged(left, right, prefixLength, out int merged))
                pairs.Merge(pair, merged);
            reporter.Report(tokens.Count);
        }

        reporter.End(tokens.Count);
        return new WordPieceTrainingResult(tokens.ToVocabulary(), VocabularySize);
    }

    /// <summary>
    /// The pairs in the order of their scores. A merge makes its two tokens rarer, and so changes the score of every pair that one of them is part of.
    /// </summary>
    private sealed class ScoredPairs
    {
        private readonly MergingWords _words;
        private readonly long _minimumFrequency;
        private readonly List<long> _tokenCounts;

        // By token: the pairs it is part of.
        private readonly List<List<int>> _pairsOf = [];
        private readonly List<double> _scores = [];
        private readonly IndexedHeap _heap;

        public ScoredPairs(MergingWords words, TokenList tokens, long minimumFrequency)
        {
            _words = words;
            _minimumFrequency = minimumFrequency;
            _tokenCounts = words.TokenCounts(tokens.Count);
            for (int token = 0; token < tokens.Count; token++)
                _pairsOf.Add([]);
            _heap = new IndexedHeap((pair, other) =>
            {
                int comparison = _scores[other].CompareTo(_scores[pair]);
                if (comparison != 0)
                    return comparison;
                (int left, int right) = words.Tokens(pair);
                (int otherLeft, int otherRight) = words.Tokens(other);
                return tokens.Compare(otherLeft, otherRight, left, right);
            });
            AddNewPairs();
        }

        public bool TryTakeBest(out int pair) => _heap.TryTake(out pair);

        public void Merge(int pair, int merged)
        {
            (int left, int right) = _words.Tokens(pair);
            long times = _words.Merge(pair, merged);
            _tokenCounts.Add(times);
            _tokenCounts[left] -= times;
            _tokenCounts[right] -= times;
            _pairsOf.Add([]);
            UpdateScores(left);
            if (right != left)
                UpdateScores(right);
            AddNewPairs();
        }

        private void AddNewPairs()
        {
            for (int pair = _scores.Count; pair < _words.PairCount; pair++)
            {
                (int left, int right) = _words.Tokens(pair);
                _scores.Add(Score(pair));
                if (_words.CountOf(pair) < _minimumFrequency)
                    continue;
                _pairsOf[left].Add(pair);
                if (right != left)
                    _pairsOf[right].Add(pair);
                _heap.Add(pair);
            }
        }

        private void UpdateScores(int token)
        {
            var pairs = _pairsOf[token];
            int kept = 0;
            for (int i = 0; i < pairs.Count; i++)
            {
                int pair = pairs[i];
                if (_words.CountOf(pair) < _minimumFrequency)
                {
                    _heap.Remove(pair);
                    continue;
                }

                _scores[pair] = Score(pair);
                _heap.Update(pair);
                pairs[kept++] = pair;
            }

            pairs.RemoveRange(kept, pairs.Count - kept);
        }

        private double Score(int pair)
        {
            (int left, int right) = _words.Tokens(pair);
            return _words.CountOf(pair) / ((double)_tokenCounts[left] * _tokenCounts[right]);
        }
    }
}

/// <summary>The vocabulary that WordPiece learned.</summary>
public sealed record WordPieceTrainingResult(Vocabulary Vocabulary, int RequestedSize) : TrainingResult(Vocabulary, RequestedSize);
