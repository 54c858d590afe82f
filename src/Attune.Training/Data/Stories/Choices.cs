namespace Attune.Training;

/// <summary>Makes the choices of a derivation.</summary>
internal abstract class Choices
{
    public abstract int Choose(Distribution distribution);
}

/// <summary>Random choices that are a function of a seed and a story's index alone.</summary>
internal sealed class RandomChoices(ulong seed, long index) : Choices
{
    private const uint Site = 0x53544f52;

    private readonly IndexedRandom _random = new(seed, index, Site);

    public override int Choose(Distribution distribution) => distribution.At(_random.Uniform());
}
