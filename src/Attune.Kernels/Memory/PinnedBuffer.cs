using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Kernels;

/// <summary>
/// Memory for numbers: never moved, aligned to a cache line.
/// </summary>
/// <remarks>
/// It is a pinned array of the garbage collector, not native memory, for three reasons: a span over it keeps it alive, so
/// no kernel can outlive its operands; the collector knows its size, so dropped tensors are collected in time; and there
/// is nothing to dispose. Contents are not cleared.
/// </remarks>
public sealed unsafe class PinnedBuffer
{
    private const int CacheLine = 64;

    private readonly ulong[] _array;
    private readonly int _first;

    /// <summary>Allocates a block.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than an array can hold (16 GiB).</exception>
    public PinnedBuffer(long bytes)
    {
        long words = ((bytes + sizeof(ulong) - 1) / sizeof(ulong)) + (CacheLine / sizeof(ulong));
        if (bytes < 0 || words > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, $"memory: expected 0 to 16 GiB in one block, got {bytes} bytes");

        Bytes = bytes;
        _array = GC.AllocateUninitializedArray<ulong>((int)words, pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        nuint aligned = (address + CacheLine - 1) & ~((nuint)CacheLine - 1);
        _first = (int)((aligned - address) / sizeof(ulong));
    }

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>The address; valid while this object is reachable.</summary>
    internal byte* Pointer => (byte*)Unsafe.AsPointer(ref _array[_first]);

    /// <summary>The whole block as numbers of one type.</summary>
    /// <exception cref="OverflowException">More elements than a span can have.</exception>
    public Span<T> Span<T>()
        where T : unmanaged =>
        MemoryMarshal.CreateSpan(
            ref Unsafe.As<ulong, T>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _first)),
            checked((int)(Bytes / sizeof(T))));

    /// <summary><paramref name="count"/> numbers that begin <paramref name="start"/> numbers into the block.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not inside of the block.</exception>
    public Span<T> Span<T>(long start, int count)
        where T : unmanaged
    {
        if (start < 0 || count < 0 || (start + count) * sizeof(T) > Bytes)
            throw new ArgumentOutOfRangeException(nameof(start), $"memory: elements {start} to {start + count} of a block of {Bytes / sizeof(T)}");
        return MemoryMarshal.CreateSpan(
            ref Unsafe.Add(ref Unsafe.As<ulong, T>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _first)), (nint)start),
            count);
    }
}
