using System.Numerics;

namespace Attune.Tensors;

/// <summary>
/// Blocks of one device that wait to be used again, by size class: four classes between powers of two, so that at most a
/// fifth of a block is waste and steps of slightly different sizes share blocks. Thread-safe.
/// </summary>
internal sealed class StorageCache
{
    private const int MinimumShift = 6;
    private const int ClassesPerPower = 4;

    private readonly Lock _lock = new();
    private readonly Stack<Storage>?[] _free = new Stack<Storage>?[40 * ClassesPerPower];
    private long _freeBytes;

    /// <summary>Bytes that wait.</summary>
    public long FreeBytes => Interlocked.Read(ref _freeBytes);

    /// <summary>The class that holds <paramref name="bytes"/>, and the size of its blocks.</summary>
    public static (int Class, long Bytes) ClassOf(long bytes)
    {
        bytes = Math.Max(bytes, 1L << MinimumShift);
        int power = BitOperations.Log2((ulong)bytes);
        long quarter = 1L << (power - 2);
        int quarters = (int)((bytes - (1L << power) + quarter - 1) / quarter);
        if (quarters == ClassesPerPower)
            (power, quarters, quarter) = (power + 1, 0, quarter * 2);
        return (((power - MinimumShift) * ClassesPerPower) + quarters, (1L << power) + (quarters * quarter));
    }

    /// <summary>A free block of a class, or null.</summary>
    public Storage? TryTake(int sizeClass)
    {
        lock (_lock)
        {
            if (_free[sizeClass] is not { Count: > 0 } stack)
                return null;
            var storage = stack.Pop();
            _freeBytes -= storage.Bytes;
            return storage;
        }
    }

    /// <summary>Takes blocks back.</summary>
    public void Return(Storage storage)
    {
        lock (_lock)
        {
            (_free[storage.SizeClass] ??= new Stack<Storage>()).Push(storage);
            _freeBytes += storage.Bytes;
        }
    }

    /// <summary>Gives all free blocks to the garbage collector.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            Array.Clear(_free);
            _freeBytes = 0;
        }
    }
}
