namespace Attune.Tokenizers;

/// <summary>The different words of a corpus, sorted by their bytes, with how often each occurs. Immutable.</summary>
internal sealed class WordCounts
{
    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private readonly long[] _counts;

    /// <summary>Words one after the other in <paramref name="bytes"/>, the i-th up to <paramref name="ends"/>[i].</summary>
    public WordCounts(byte[] bytes, int[] ends, long[] counts)
    {
        _bytes = bytes;
        _ends = ends;
        _counts = counts;
        foreach (long count in counts)
            Total += count;
    }

    /// <summary>How many different words there are.</summary>
    public int Count => _ends.Length;

    /// <summary>How many words there are, each as often as it occurs.</summary>
    public long Total { get; }

    /// <summary>Bytes of all different words together.</summary>
    public int ByteCount => _bytes.Length;

    public ReadOnlySpan<byte> Word(int index)
    {
        int start = index == 0 ? 0 : _ends[index - 1];
        return _bytes.AsSpan(start, _ends[index] - start);
    }

    /// <summary>How often the word occurs; at least 1.</summary>
    public long CountOf(int index) => _counts[index];
}
