using System.IO.Hashing;
using System.Text;

namespace Attune.Training;

/// <summary>
/// Sentence pairs without end, for training and testing translation without files. A pair is a function of the seed and its number alone, the same on every machine, and a
/// target is a function of its source. A hash of the source says whether a sentence is held out, so no seed's training pairs hold a sentence of any seed's held-out pairs.
/// Thread-safe.
/// </summary>
public abstract class PairGenerator
{
    private const int HeldOutOneIn = 8;

    private readonly uint _site;

    private protected PairGenerator(uint site) => _site = site;

    /// <summary>English into a fragment of German, with agreement, inflection and German word order.</summary>
    public static PairGenerator EnglishGerman { get; } = new EnglishGermanPairs();

    /// <summary>Four to twelve letters into the same letters: the smallest task that needs attention between decoder and encoder.</summary>
    public static PairGenerator Copy { get; } = new CopyPairs();

    /// <summary>Whether a source is kept out of training: one in eight is.</summary>
    public static bool IsHeldOut(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(source)) % HeldOutOneIn == 0;
    }

    /// <summary>The pair of a seed and a number: the first that the seed and number's random numbers make on the wanted side. Pairs of different numbers may be equal.</summary>
    /// <param name="heldOut">Whether to give a pair for testing instead of training.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public SentencePair Generate(ulong seed, long number, bool heldOut = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var random = new IndexedRandom(seed, number, _site);
        SentencePair pair;
        do
            pair = Draw(random);
        while (IsHeldOut(pair.Source) != heldOut);
        return pair;
    }

    private protected abstract SentencePair Draw(IndexedRandom random);
}
