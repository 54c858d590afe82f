namespace Attune.Tokenizers;

/// <summary>
/// The tokens of a unigram model in training, in the order of their bytes, with their scores. Immutable and thread-safe.
/// </summary>
internal sealed class UnigramPieces
{
    private readonly byte[] _bytes;
    private readonly Range[] _ranges;

    /// <summary>Tokens in the order of their bytes, slices of <paramref name="bytes"/>.</summary>
    public UnigramPieces(byte[] bytes, Range[] ranges, float[] scores)
    {
        _bytes = bytes;
        _ranges = ranges;
        Scores = scores;
        Lowest = float.PositiveInfinity;
        foreach (float score in scores)
            Lowest = Math.Min(Lowest, score);
        Trie = TokenTrie.OfSorted([.. Enumerable.Range(0, ranges.Length)], Memory);
    }

    public int Count => _ranges.Length;

    /// <summary>Log probabilities.</summary>
    public float[] Scores { get; }

    /// <summary>The lowest of them.</summary>
    public float Lowest { get; }

    public TokenTrie Trie { get; }

    public ReadOnlyMemory<byte> Memory(int index) => _bytes.AsMemory(_ranges[index]);

    public ReadOnlySpan<byte> Bytes(int index) => _bytes.AsSpan(_ranges[index]);

    /// <summary>Whether the token is one character.</summary>
    public bool IsCharacter(int index) => Unigram.CharacterLength(Bytes(index)) == Bytes(index).Length;

    /// <summary>Some of them, by their numbers in rising order, with new scores.</summary>
    public UnigramPieces Select(IReadOnlyList<int> kept, float[] scores) => new(_bytes, [.. kept.Select(index => _ranges[index])], scores);

    public UnigramLattice CreateLattice() => new(Trie, Scores, Lowest - Unigram.UnknownPenalty);
}
