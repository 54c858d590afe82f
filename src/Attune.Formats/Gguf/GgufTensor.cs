namespace Attune.Formats;

/// <summary>Where a tensor lies in a GGUF file and how it is stored.</summary>
public sealed class GgufTensor
{
    internal GgufTensor(string name, long[] dimensions, GgmlType type, long offset)
    {
        Name = name;
        Dimensions = dimensions;
        Type = type;
        Offset = offset;
    }

    /// <summary>The name, such as <c>blk.0.ffn_gate.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The dimensions as the file lists them: the one whose elements lie side by side first, so <c>[columns, rows]</c> of a matrix.</summary>
    public IReadOnlyList<long> Dimensions { get; }

    /// <summary>How the elements are stored; a number without a name when the type is newer than this reader.</summary>
    public GgmlType Type { get; }

    /// <summary>The offset of the first byte from the start of the file.</summary>
    public long Offset { get; internal set; }

    /// <summary>How many bytes the elements take, all of them inside the file; null when the type is not known.</summary>
    public long? ByteLength { get; internal set; }
}
