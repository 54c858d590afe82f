using Attune.Kernels;

namespace Attune.Training;

/// <summary>Makes the choices of a derivation.</summary>
internal abstract class Choices
{
    public abstract int Choose(Distribution distribution);
}

/// <summary>Random choices that are a function of a seed and a story's index alone: Philox with (seed) as the key and (index, choice) as the counter.</summary>
internal sealed class RandomChoices(ulong seed, long index) : Choices
{
    // Keeps these numbers apart from those that the same seed gives elsewhere.
    private const uint Site = 0x53544f52;

    private uint _count;
    private double _spare = -1;

    public override int Choose(Distribution distribution) => distribution.At(Next());

    private double Next()
    {
        double next = _spare;
        _spare = -1;
        if (next >= 0)
            return next;
        var (w0, w1, w2, w3) = PhiloxReference.Words(_count++, (uint)index, (uint)(index >> 32), Site, seed);
        _spare = Uniform(w2, w3);
        return Uniform(w0, w1);
    }

    // 53 bits, so less than 1.
    private static double Uniform(uint high, uint low) => (((ulong)high << 32 | low) >> 11) * (1.0 / (1L << 53));
}
