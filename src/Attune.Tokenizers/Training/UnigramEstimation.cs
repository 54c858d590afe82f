namespace Attune.Tokenizers;

/// <summary>
/// Estimates a unigram model of given words on several threads: expectation maximization, and which tokens are worth their place (Kudo 2018). The same bits for any
/// number of threads: words are cut into fixed chunks, whose sums are added in order.
/// </summary>
internal sealed class UnigramEstimation
{
    // A token expected less often than this is dropped.
    private const double LeastExpected = 0.5;

    private readonly WordCounts _words;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly int[] _chunks;

    public UnigramEstimation(WordCounts words, int threads, CancellationToken cancellation)
    {
        _words = words;
        _threads = threads;
        _cancellation = cancellation;

        // Chunks of about as many bytes each: enough of them for many threads, few enough to add up.
        int size = Math.Max(1024, words.ByteCount / 256);
        var starts = new List<int> { 0 };
        int bytes = 0;
        for (int i = 0; i < words.Count; i++)
        {
            bytes += words.Word(i).Length;
            if (bytes < size && i < words.Count - 1)
                continue;
            starts.Add(i + 1);
            bytes = 0;
        }

        _chunks = [.. starts];
    }

    /// <summary>
    /// How often each token is expected in the words, and the log likelihood of the words: the sum over all of the log of their probabilities, in nats.
    /// </summary>
    public (double[] Expected, double LogLikelihood) Expect(UnigramPieces pieces)
    {
        double[] expected = new double[pieces.Count];
        double likelihood = 0;
        Run(
            () => new Sums<double>(pieces),
            (count, sums) => sums.LogLikelihood += count * sums.Lattice.AddExpectations(count, sums.Values),
            sums =>
            {
                for (int i = 0; i < expected.Length; i++)
                    expected[i] += sums.Values[i];
                likelihood += sums.LogLikelihood;
            });
        return (expected, likelihood);
    }

    /// <summary>
    /// New scores from what is expected: log probabilities as variational Bayes has them, with digamma instead of log, which favours few tokens (Liang and
    /// Klein 2007). Rare tokens are dropped, unless fewer than <paramref name="least"/> would be left.
    /// </summary>
    public static UnigramPieces Maximize(UnigramPieces pieces, double[] expected, int least)
    {
        int[] kept = [.. Enumerable.Range(0, pieces.Count).Where(i => expected[i] >= LeastExpected)];
        if (kept.Length < least)
            kept = [.. Enumerable.Range(0, pieces.Count)];
        double[] counts = [.. kept.Select(i => Math.Max(expected[i], LeastExpected))];
        double sum = Digamma(counts.Sum());
        return pieces.Select(kept, [.. counts.Select(count => (float)(Digamma(count) - sum))]);
    }

    /// <summary>
    /// The <paramref name="size"/> tokens without which the words would lose most of their likelihood; fewer, but not less than <paramref name="least"/>, if
    /// the others are in no best segmentation. The loss of a token is what it costs to replace it by others in all best segmentations.
    /// </summary>
    public UnigramPieces Prune(UnigramPieces pieces, int size, int least)
    {
        long[] counts = CountBest(pieces);
        double all = counts.Sum(count => (double)count);
        double[] losses = new double[pieces.Count];
        int chunk = Math.Max(1, pieces.Count / 64);
        OrderedChunks.Run(
            (pieces.Count + chunk - 1) / chunk,
            _threads,
            () => (Lattice: pieces.CreateLattice(), Ids: new List<int>()),
            (number, own) =>
            {
                for (int i = number * chunk; i < Math.Min(pieces.Count, (number + 1) * chunk); i++)
                    losses[i] = Loss(pieces, i, counts, all, own.Lattice, own.Ids);
            },
            _ => { },
            _cancellation);

        int used = losses.Count(loss => loss > double.NegativeInfinity);
        int[] kept = [.. Enumerable.Range(0, pieces.Count).OrderByDescending(i => losses[i]).Take(Math.Clamp(used, least, size)).Order()];
        return pieces.Select(kept, [.. kept.Select(i => pieces.Scores[i])]);
    }

    // Infinite for a token that has no replacement, minus infinity for one that is in no best segmentation.
    private static double Loss(UnigramPieces pieces, int index, long[] counts, double all, UnigramLattice lattice, List<int> others)
    {
        long count = counts[index];
        lattice.Read(pieces.Bytes(index));
        if (!lattice.TryBestOfSeveral(others, out double score) || others.Contains(-1))
            return count > 0 || pieces.IsCharacter(index) ? double.PositiveInfinity : double.NegativeInfinity;
        if (count == 0 || score > pieces.Scores[index])
            return double.NegativeInfinity;
        double allAfter = Math.Log(all + (double)count * (others.Count - 1));
        double after = 0;
        foreach (int other in others)
            after += Math.Log(counts[other] + (double)count) - allAfter;
        return count * (Math.Log(count) - Math.Log(all) - after);
    }

    private long[] CountBest(UnigramPieces pieces)
    {
        long[] counts = new long[pieces.Count];
        Run(
            () => new Sums<long>(pieces),
            (count, sums) => sums.Lattice.CountBest(count, sums.Values),
            sums =>
            {
                for (int i = 0; i < counts.Length; i++)
                    counts[i] += sums.Values[i];
            });
        return counts;
    }

    private void Run<T>(Func<Sums<T>> create, Action<long, Sums<T>> work, Action<Sums<T>> add) =>
        OrderedChunks.Run(
            _chunks.Length - 1,
            _threads,
            create,
            (chunk, sums) =>
            {
                for (int word = _chunks[chunk]; word < _chunks[chunk + 1]; word++)
                {
                    sums.Lattice.Read(_words.Word(word));
                    work(_words.CountOf(word), sums);
                }
            },
            sums =>
            {
                add(sums);
                sums.Clear();
            },
            _cancellation);

    /// <summary>
    /// The derivative of the log of the gamma function, for positive numbers: by recurrence up to 7, then the asymptotic series (Abramowitz and Stegun 6.3.18).
    /// </summary>
    internal static double Digamma(double x)
    {
        double result = 0;
        for (; x < 7; x++)
            result -= 1 / x;
        double square = 1 / (x * x);
        return result + Math.Log(x) - 1 / (2 * x) - square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square / 132))));
    }

    /// <summary>What one thread adds up over a chunk.</summary>
    private sealed class Sums<T>(UnigramPieces pieces)
    {
        public UnigramLattice Lattice { get; } = pieces.CreateLattice();

        public T[] Values { get; } = new T[pieces.Count];

        public double LogLikelihood { get; set; }

        public void Clear()
        {
            Array.Clear(Values);
            LogLikelihood = 0;
        }
    }
}
