using System.Runtime.InteropServices;

namespace Attune.Formats;

/// <summary>
/// A tensor in a file: what it is and where its bytes lie, which are read when asked for. All of them lie in the file. Elements are
/// little-endian and in the order of memory, the last dimension contiguous. Thread-safe.
/// </summary>
public sealed class StoredTensor
{
    private readonly FileBytes _file;

    internal StoredTensor(FileBytes file, string name, StoredType type, long[] shape, long offset, long byteLength)
    {
        _file = file;
        Name = name;
        Type = type;
        Shape = shape;
        Offset = offset;
        ByteLength = byteLength;
    }

    /// <summary>The file it lies in, as the caller named it.</summary>
    public string File => _file.Name;

    /// <summary>The name, such as <c>model.norm.weight</c>.</summary>
    public string Name { get; }

    /// <summary>How the elements are stored.</summary>
    public StoredType Type { get; }

    /// <summary>The dimensions; none for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The offset of the first byte from the start of the file.</summary>
    public long Offset { get; }

    /// <summary>How many bytes the elements take; may be more than a span holds.</summary>
    public long ByteLength { get; }

    /// <summary>
    /// Some of the bytes, where they lie: valid while this object is referenced and the file is not disposed. They may begin at any
    /// address: files whose header was not padded exist.
    /// </summary>
    /// <param name="start">The first byte, counted from the start of the tensor.</param>
    /// <exception cref="ArgumentOutOfRangeException">They do not all belong to the tensor.</exception>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public ReadOnlySpan<byte> Bytes(long start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, ByteLength);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ByteLength - start);
        return _file.Span(Offset + start, count);
    }

    /// <summary>Some of the elements of a tensor of type F32, as <see cref="Bytes"/> gives them.</summary>
    /// <param name="start">The first element, counted from the start of the tensor.</param>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">They do not all belong to the tensor.</exception>
    public ReadOnlySpan<float> Singles(long start, int count)
    {
        if (Type != StoredType.F32)
            throw new InvalidOperationException($"{File}: tensor {Name}: expected F32, found {Type}");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, ByteLength / sizeof(float));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, int.MaxValue / sizeof(float));
        return MemoryMarshal.Cast<byte, float>(Bytes(start * sizeof(float), count * sizeof(float)));
    }
}
