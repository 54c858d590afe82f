using System.Buffers;
using System.Runtime.InteropServices;
using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>
/// chrF (Popović 2015, doi:10.18653/v1/W15-3049), number for number as sacreBLEU 2.6 computes it: the F-score, with recall twice as important as precision, of
/// n-grams of 1 to 6 characters that are no blanks, counted over the whole corpus; for chrF++ of n-grams of words too. Thread-safe.
/// </summary>
public static class Chrf
{
    private const int CharacterOrders = 6;
    private const int Beta = 2;
    private const double Epsilon = 1e-16;

    private static readonly SearchValues<char> s_punctuation = SearchValues.Create("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

    /// <summary>Of a corpus with one reference for each sentence.</summary>
    /// <param name="hypotheses">The translations, as people write.</param>
    /// <param name="references">As many right translations, in the same order.</param>
    /// <exception cref="ArgumentException">No hypotheses, not as many references, or a negative word order.</exception>
    public static ChrfScore Of(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references, ChrfOptions? options = null) =>
        Of(hypotheses, [references], options);

    /// <summary>Of a corpus with several sets of references: of a sentence counts the reference with the highest score.</summary>
    /// <param name="hypotheses">The translations, as people write.</param>
    /// <param name="referenceSets">In each set a right translation of every sentence, in the same order.</param>
    /// <exception cref="ArgumentException">No hypotheses, no references or not as many, or a negative word order.</exception>
    public static ChrfScore Of(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> referenceSets, ChrfOptions? options = null)
    {
        options ??= new ChrfOptions();
        ReferenceSets.Check(hypotheses, referenceSets);
        ArgumentOutOfRangeException.ThrowIfNegative(options.WordOrder);
        var counter = new Counter(options);
        var sums = new Counts[CharacterOrders + options.WordOrder];
        var best = new Counts[sums.Length];
        var counts = new Counts[sums.Length];
        for (int sentence = 0; sentence < hypotheses.Count; sentence++)
        {
            counter.Start(hypotheses[sentence]);
            double highest = double.NegativeInfinity;
            foreach (var references in referenceSets)
            {
                counter.Count(references[sentence], counts);
                double score = Score(counts, options);
                if (score <= highest)
                    continue;
                highest = score;
                (best, counts) = (counts, best);
            }

            for (int i = 0; i < sums.Length; i++)
                sums[i] += best[i];
        }

        return new ChrfScore
        {
            Score = Score(sums, options),
            Name = $"chrF{Beta}{new string('+', options.WordOrder)}",
            Signature = MetricSignature.Of(
                referenceSets.Count, options.IgnoreCase, !options.EpsilonSmoothing, $"nc:{CharacterOrders}|nw:{options.WordOrder}|space:no"),
        };
    }

    /// <summary>Of one sentence.</summary>
    /// <exception cref="ArgumentException">No references, or a negative word order.</exception>
    public static ChrfScore OfSentence(string hypothesis, IReadOnlyList<string> references, ChrfOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(references);
        return Of([hypothesis], [.. references.Select(reference => new[] { reference })], options);
    }

    private static double Score(Counts[] counts, ChrfOptions options)
    {
        double sum = 0, precisions = 0, recalls = 0;
        int effectiveOrders = 0;
        foreach (var order in counts)
        {
            double precision = Share(order.Matches, order.Hypothesis), recall = Share(order.Matches, order.Reference);
            sum += FScore(precision, recall, ifNone: Epsilon);
            if (order.Hypothesis == 0 || order.Reference == 0)
                continue;
            precisions += precision;
            recalls += recall;
            effectiveOrders++;
        }

        if (options.EpsilonSmoothing)
            return 100 * sum / counts.Length;
        return effectiveOrders == 0 ? 0 : 100 * FScore(precisions / effectiveOrders, recalls / effectiveOrders, ifNone: 0);
    }

    private static double Share(long matches, long all) => all == 0 ? Epsilon : (double)matches / all;

    private static double FScore(double precision, double recall, double ifNone) =>
        precision + recall == 0 ? ifNone : (1 + (Beta * Beta)) * precision * recall / ((Beta * Beta * precision) + recall);

    /// <summary>N-grams of one order. A hypothesis' do not count where the reference is too short to have any.</summary>
    private readonly record struct Counts(long Hypothesis, long Reference, long Matches)
    {
        public static Counts operator +(Counts one, Counts other) =>
            new(one.Hypothesis + other.Hypothesis, one.Reference + other.Reference, one.Matches + other.Matches);
    }

    /// <summary>Counts the n-grams of a hypothesis against one reference after another.</summary>
    private sealed class Counter(ChrfOptions options)
    {
        private readonly TokenIds _words = new();
        private readonly Lowercase _lowercase = new();
        private readonly NgramMatches _characterNgrams = new(CharacterOrders);
        private readonly NgramMatches _wordNgrams = new(options.WordOrder);
        private readonly long[] _matches = new long[Math.Max(CharacterOrders, options.WordOrder)];
        private (List<int> Characters, List<int> Words) _hypothesis = ([], []);
        private (List<int> Characters, List<int> Words) _reference = ([], []);

        public void Start(string hypothesis) => Read(hypothesis, _hypothesis);

        public void Count(string reference, Span<Counts> counts)
        {
            Read(reference, _reference);
            Count(_characterNgrams, _hypothesis.Characters, _reference.Characters, counts[..CharacterOrders]);
            Count(_wordNgrams, _hypothesis.Words, _reference.Words, counts[CharacterOrders..]);
        }

        private void Count(NgramMatches ngrams, List<int> hypothesis, List<int> reference, Span<Counts> counts)
        {
            ngrams.Clear();
            ngrams.AddReference(CollectionsMarshal.AsSpan(reference));
            Array.Clear(_matches);
            ngrams.CountMatches(CollectionsMarshal.AsSpan(hypothesis), _matches);
            for (int i = 0; i < counts.Length; i++)
            {
                int inReference = Math.Max(0, reference.Count - i);
                counts[i] = new Counts(inReference == 0 ? 0 : Math.Max(0, hypothesis.Count - i), inReference, _matches[i]);
            }
        }

        private void Read(string text, (List<int> Characters, List<int> Words) tokens)
        {
            tokens.Characters.Clear();
            tokens.Words.Clear();
            if (options.IgnoreCase)
                text = _lowercase.Normalize(text);
            TokenIds.AddCharacters(text, tokens.Characters);
            if (options.WordOrder > 0)
                AddWords(text, tokens.Words);
        }

        // A punctuation mark of ASCII at the end of a word is a word of its own; where there is none, one at its start is.
        private void AddWords(ReadOnlySpan<char> text, List<int> words)
        {
            foreach (var range in text.SplitAny(PythonText.Spaces))
            {
                var word = text[range];
                if (word.IsEmpty)
                    continue;
                int cut = word.Length == 1 ? 0 : s_punctuation.Contains(word[^1]) ? word.Length - 1 : s_punctuation.Contains(word[0]) ? 1 : 0;
                if (cut > 0)
                    words.Add(_words.Of(word[..cut]));
                words.Add(_words.Of(word[cut..]));
            }
        }
    }
}
