using System.Runtime.InteropServices;

namespace Attune.Training;

/// <summary>
/// BLEU (Papineni et al. 2002, doi:10.3115/1073083.1073135), number for number as sacreBLEU 2.6 computes it (Post 2018, arXiv:1804.08771): n-grams of 1 to 4 tokens.
/// Thread-safe.
/// </summary>
public static class Bleu
{
    private const int Orders = 4;

    /// <summary>Of a corpus with one reference for each sentence.</summary>
    /// <param name="hypotheses">The translations, as people write: neither tokenized nor lower-cased.</param>
    /// <param name="references">As many right translations, in the same order.</param>
    /// <exception cref="ArgumentException">No hypotheses, not as many references, or options that do not fit together.</exception>
    public static BleuScore Of(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references, BleuOptions? options = null) =>
        Of(hypotheses, [references], options);

    /// <summary>Of a corpus with several sets of references.</summary>
    /// <param name="hypotheses">The translations, as people write: neither tokenized nor lower-cased.</param>
    /// <param name="referenceSets">In each set a right translation of every sentence, in the same order.</param>
    /// <exception cref="ArgumentException">No hypotheses, no references or not as many, or options that do not fit together.</exception>
    public static BleuScore Of(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> referenceSets, BleuOptions? options = null) =>
        Measure(hypotheses, referenceSets, options ?? new BleuOptions(), isSentence: false);

    /// <summary>
    /// Of one sentence, with the effective order: orders above the hypothesis' length do not count (its score would be 0).
    /// </summary>
    /// <exception cref="ArgumentException">No references, or options that do not fit together.</exception>
    public static BleuScore OfSentence(string hypothesis, IReadOnlyList<string> references, BleuOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(references);
        return Measure([hypothesis], [.. references.Select(reference => new[] { reference })], options ?? new BleuOptions(), isSentence: true);
    }

    private static BleuScore Measure(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> referenceSets, BleuOptions options, bool isSentence)
    {
        ReferenceSets.Check(hypotheses, referenceSets);
        double smoothing = options.CheckedSmoothingValue();
        var tokenizer = new BleuTokenizer(options.Tokenization, options.IgnoreCase);
        var ngrams = new NgramMatches(Orders);
        List<int> hypothesis = [], reference = [];
        long[] matches = new long[Orders], totals = new long[Orders];
        long hypothesisLength = 0, referenceLength = 0;
        for (int sentence = 0; sentence < hypotheses.Count; sentence++)
        {
            tokenizer.Tokenize(hypotheses[sentence], hypothesis);
            ngrams.Clear();
            int nearest = int.MaxValue;
            foreach (var references in referenceSets)
            {
                tokenizer.Tokenize(references[sentence], reference);
                ngrams.AddReference(CollectionsMarshal.AsSpan(reference));
                nearest = Nearer(hypothesis.Count, nearest, reference.Count);
            }

            ngrams.CountMatches(CollectionsMarshal.AsSpan(hypothesis), matches);
            for (int i = 0; i < Orders; i++)
                totals[i] += Math.Max(0, hypothesis.Count - i);
            hypothesisLength += hypothesis.Count;
            referenceLength += nearest;
        }

        double penalty = BrevityPenalty(hypothesisLength, referenceLength);
        double[] precisions = Precisions(matches, totals, options.Smoothing, smoothing, out int orders);
        return new BleuScore
        {
            Score = penalty * GeometricMean(precisions.AsSpan(0, isSentence ? orders : Orders)),
            Precisions = precisions,
            Matches = matches,
            Totals = totals,
            BrevityPenalty = penalty,
            HypothesisLength = hypothesisLength,
            ReferenceLength = referenceLength,
            Signature = Signature(referenceSets.Count, options, isSentence, smoothing),
        };
    }

    /// <summary>Which of two lengths is nearer to one; the shorter of two as near.</summary>
    private static int Nearer(int length, int one, int other) =>
        (Math.Abs((long)length - one), one).CompareTo((Math.Abs((long)length - other), other)) <= 0 ? one : other;

    private static double BrevityPenalty(long hypothesisLength, long referenceLength) => hypothesisLength switch
    {
        _ when hypothesisLength >= referenceLength => 1,
        0 => 0,
        _ => Math.Exp(1 - ((double)referenceLength / hypothesisLength)),
    };

    // In percent; 0 where nothing matches at all. Orders from the given one on are those that the hypotheses are too short for.
    private static double[] Precisions(long[] matches, long[] totals, BleuSmoothing smoothing, double value, out int orders)
    {
        double[] precisions = new double[Orders];
        orders = Orders;
        if (matches[0] == 0)
            return precisions;
        double part = 1;
        for (int i = 0; i < Orders; i++)
        {
            double more = smoothing is BleuSmoothing.AddK && i > 0 ? value : 0;
            double matched = matches[i] + more, total = totals[i] + more;
            if (total == 0)
            {
                orders = i;
                break;
            }

            if (matched == 0)
            {
                matched = smoothing switch
                {
                    BleuSmoothing.Exponential => part /= 2,
                    BleuSmoothing.Floor => value,
                    _ => 0,
                };
            }

            precisions[i] = 100 * matched / total;
        }

        return precisions;
    }

    private static double GeometricMean(ReadOnlySpan<double> precisions)
    {
        double sum = 0;
        foreach (double precision in precisions)
            sum += Math.Log(precision);
        return Math.Exp(sum / precisions.Length);
    }

    private static string Signature(int sets, BleuOptions options, bool isSentence, double value)
    {
        string tokenization = options.Tokenization switch
        {
            BleuTokenization.Mteval13a => "13a",
            BleuTokenization.International => "intl",
            BleuTokenization.Characters => "char",
            _ => "none",
        };
        string smoothing = options.Smoothing switch
        {
            BleuSmoothing.Exponential => "exp",
            BleuSmoothing.Floor => $"floor[{ReadableNumber.Fixed(value, 2)}]",
            BleuSmoothing.AddK => $"add-k[{ReadableNumber.Fixed(value, 2)}]",
            _ => "none",
        };
        return MetricSignature.Of(sets, options.IgnoreCase, isSentence, $"tok:{tokenization}|smooth:{smoothing}");
    }
}
