using Attune.Formats;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>The tensors of files as a source of weights, whatever their type there: f32, f16, bf16 or f64 become f32.</summary>
/// <param name="name">What errors call it.</param>
/// <param name="tensors">By name; their files must stay open.</param>
public sealed class StoredWeights(string name, IReadOnlyDictionary<string, StoredTensor> tensors) : IWeightSource
{
    private const int Block = 1 << 16;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> TensorNames { get; } = [.. tensors.Keys];

    /// <inheritdoc/>
    public long[] ShapeOf(string name) => [.. tensors[name].Shape];

    /// <inheritdoc/>
    public void Read(string name, Tensor target)
    {
        var stored = tensors[name];
        if (stored.Type == StoredType.F32)
        {
            target.CopyFrom(stored.Singles(0, target.ElementCount));
            return;
        }

        var values = new float[target.ElementCount];
        int width = stored.Type.Bits() / 8;
        for (int first = 0; first < values.Length; first += Block)
        {
            int count = Math.Min(Block, values.Length - first);
            Convert(stored, stored.Bytes((long)first * width, count * width), values.AsSpan(first, count));
        }

        target.CopyFrom<float>(values);
    }

    private static void Convert(StoredTensor stored, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = stored.Type switch
            {
                StoredType.F16 => (float)BitConverter.ToHalf(bytes[(2 * i)..]),
                StoredType.BF16 => BitConverter.Int32BitsToSingle(BitConverter.ToUInt16(bytes[(2 * i)..]) << 16),
                StoredType.F64 => (float)BitConverter.ToDouble(bytes[(8 * i)..]),
                _ => throw new InvalidFileException(stored.File, stored.Name, stored.Offset, "numbers of F32, F16, BF16 or F64", stored.Type.ToString()),
            };
        }
    }
}
