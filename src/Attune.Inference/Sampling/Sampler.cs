using System.Numerics.Tensors;
using Attune.Kernels;

namespace Attune.Inference;

/// <summary>Chooses the next token of a sequence from its logits.</summary>
/// <remarks>
/// A choice is a function of logits, history, options and position alone: it does not matter what else is generated or was generated before.
/// Not thread-safe: it owns working memory of the size of the vocabulary.
/// </remarks>
public sealed class Sampler
{
    private readonly GenerationOptions _options;
    private readonly BestList _best = new();
    private readonly PriorityQueue<int, Ranked> _queue = new();
    private float[] _scores = [];
    private float[] _probabilities = [];

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">Options that make no sense.</exception>
    public Sampler(GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>Chooses a token.</summary>
    /// <param name="logits">[V].</param>
    /// <param name="history">The tokens of the sequence so far, for the repetition penalty.</param>
    /// <param name="position">The position of the new token in its sequence, for the random number.</param>
    /// <exception cref="GenerationException">The greatest logit is not finite.</exception>
    public int Sample(ReadOnlySpan<float> logits, ReadOnlySpan<int> history, int position)
    {
        var scores = Penalize(logits, history);
        int greatest = Greatest(scores);
        if (_options.Temperature == 0)
            return greatest;
        var probabilities = Filter(scores, greatest);
        double total = 0;
        foreach (float probability in probabilities)
            total += probability;

        double target = Uniform(position) * total, sum = 0;
        for (int id = 0; id < probabilities.Length; id++)
        {
            sum += probabilities[id];
            if (sum > target)
                return id;
        }

        return greatest; // Not reached: the target is below the total, which the same sum in the same order gave.
    }

    /// <summary>The probabilities that <see cref="Sample"/> draws by.</summary>
    /// <param name="logits">[V].</param>
    /// <param name="history">The tokens of the sequence so far.</param>
    /// <returns>[V]; a single 1 for temperature 0.</returns>
    /// <exception cref="GenerationException">The greatest logit is not finite.</exception>
    public double[] Distribution(ReadOnlySpan<float> logits, ReadOnlySpan<int> history)
    {
        var scores = Penalize(logits, history);
        int greatest = Greatest(scores);
        var distribution = new double[logits.Length];
        if (_options.Temperature == 0)
        {
            distribution[greatest] = 1;
            return distribution;
        }

        var probabilities = Filter(scores, greatest);
        double total = 0;
        foreach (float probability in probabilities)
            total += probability;
        for (int id = 0; id < distribution.Length; id++)
            distribution[id] = probabilities[id] / total;
        return distribution;
    }

    private ReadOnlySpan<float> Penalize(ReadOnlySpan<float> logits, ReadOnlySpan<int> history)
    {
        if (_options.RepetitionPenalty == 1)
            return logits;
        var scores = Room(ref _scores, logits.Length);
        logits.CopyTo(scores);
        RepetitionPenalty.Apply(logits, scores, history, _options.RepetitionPenalty);
        return scores;
    }

    /// <summary>The first of the greatest scores.</summary>
    /// <exception cref="GenerationException">It is not finite.</exception>
    internal static int Greatest(ReadOnlySpan<float> scores)
    {
        int greatest = TensorPrimitives.IndexOfMax(scores); // NaN counts as the greatest.
        if (!float.IsFinite(scores[greatest]))
        {
            throw new GenerationException(
                FormattableString.Invariant($"logits: expected the greatest to be finite, found {scores[greatest]} for token {greatest}; are the model's parameters finite?"));
        }

        return greatest;
    }

    /// <summary>Probabilities at the temperature, up to a common factor: 0 for tokens that a filter takes away.</summary>
    private ReadOnlySpan<float> Filter(ReadOnlySpan<float> penalized, int greatest)
    {
        var scores = Room(ref _scores, penalized.Length);
        float largest = penalized[greatest];
        for (int id = 0; id < scores.Length; id++)
            scores[id] = (float)(((double)penalized[id] - largest) / _options.Temperature);
        var probabilities = Room(ref _probabilities, scores.Length);
        Softmax.Forward(scores, probabilities, 1, scores.Length);

        var cut = TopKFilter.Cut(scores, _options.TopK, _best);
        cut = TopPFilter.Cut(scores, probabilities, cut, _options.TopP, _queue);
        cut = Ranked.First(cut, MinPFilter.Cut(_options.MinP, greatest: 0));
        if (cut == Ranked.Last)
            return probabilities;
        for (int id = 0; id < scores.Length; id++)
        {
            if (!cut.Keeps(scores[id], id))
                probabilities[id] = 0;
        }

        return probabilities;
    }

    /// <summary>A number in [0, 1) of 48 random bits.</summary>
    private double Uniform(int position)
    {
        Span<float> numbers = stackalloc float[2];
        RandomNumbers.Uniform(new RandomKey(_options.Seed, position, _options.Sequence), numbers, 1, 2);
        return numbers[0] + (numbers[1] / (double)(1 << 24));
    }

    private static Span<float> Room(ref float[] array, int length)
    {
        if (array.Length < length)
            array = new float[length];
        return array.AsSpan(0, length);
    }
}
