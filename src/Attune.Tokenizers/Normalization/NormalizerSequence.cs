namespace Attune.Tokenizers;

/// <summary>Normalizers one after the other.</summary>
public sealed class NormalizerSequence : Normalizer
{
    private readonly Normalizer[] _normalizers;

    /// <summary>A sequence of normalizers.</summary>
    /// <param name="normalizers">In the order in which they apply; may be none.</param>
    public NormalizerSequence(IReadOnlyList<Normalizer> normalizers)
    {
        ArgumentNullException.ThrowIfNull(normalizers);
        _normalizers = [.. normalizers];
        foreach (var normalizer in _normalizers)
            ArgumentNullException.ThrowIfNull(normalizer, nameof(normalizers));
        KeepsWordStarts = Array.TrueForAll(_normalizers, n => n.KeepsWordStarts);
        CutsBeforeWords = Array.TrueForAll(_normalizers, n => n.CutsBeforeWords) && _normalizers.SkipLast(1).All(n => n.KeepsWordStarts);
    }

    /// <summary>The normalizers in their order.</summary>
    public IReadOnlyList<Normalizer> Normalizers => _normalizers;

    internal override bool CutsBeforeWords { get; }

    internal override bool KeepsWordStarts { get; }

    internal override void Apply(AlignedText text)
    {
        foreach (var normalizer in _normalizers)
            normalizer.Apply(text);
    }
}
