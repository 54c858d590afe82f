using Attune.Kernels;

namespace Attune.Training;

/// <summary>Random numbers that are a function of a seed and an index alone: Philox with (seed) as the key and (draw, index, site) as the counter.</summary>
/// <param name="site">Keeps these numbers apart from those that the same seed gives elsewhere.</param>
internal sealed class IndexedRandom(ulong seed, long index, uint site)
{
    private uint _count;
    private double _spare = -1;

    /// <summary>A number in [0, 1).</summary>
    public double Uniform()
    {
        double next = _spare;
        _spare = -1;
        if (next >= 0)
            return next;
        var (w0, w1, w2, w3) = PhiloxReference.Words(_count++, (uint)index, (uint)(index >> 32), site, seed);
        _spare = Uniform(w2, w3);
        return Uniform(w0, w1);
    }

    /// <summary>A number from 0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(Uniform() * count);

    /// <summary>True so many times in a hundred.</summary>
    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>One of several, each as likely as the others.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>One of those that fit; at least one must.</summary>
    public T Pick<T>(IReadOnlyList<T> choices, Func<T, bool> fits)
    {
        T choice;
        do
            choice = Pick(choices);
        while (!fits(choice));
        return choice;
    }

    // 53 bits, so less than 1.
    private static double Uniform(uint high, uint low) => (((ulong)high << 32 | low) >> 11) * (1.0 / (1L << 53));
}
