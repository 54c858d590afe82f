namespace Attune.Tensors;

/// <summary>
/// Where tensors are and what computes on them. Operations check their arguments and then ask the device of their inputs for
/// the kernel: nothing above this class knows where memory is. Thread-safe.
/// </summary>
/// <remarks>
/// Kernels take tensors that are checked and outputs that are allocated. Outputs have no gaps; inputs neither, unless a
/// method says that it takes views.
/// </remarks>
public abstract partial class Device
{
    private protected Device(string name) => Name = name;

    /// <summary>The processor and its memory.</summary>
    public static Device Cpu { get; } = new CpuDevice();

    /// <summary>The name that messages use.</summary>
    public string Name { get; }

    /// <summary>Bytes that ended steps left for the next ones.</summary>
    public long CachedBytes => Cache.FreeBytes;

    /// <summary>Bytes of memory allocated since the process began; it does not grow in a steady state.</summary>
    public long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

    internal StorageCache Cache { get; } = new();

    private long _allocatedBytes;

    /// <summary>Gives cached memory back to the system.</summary>
    public void TrimCache() => Cache.Trim();

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Memory for a tensor: from the cache for a step, for the garbage collector exactly as much as is needed.</summary>
    internal Storage Rent(long bytes, Step? owner)
    {
        if (owner is null)
            return Count(Allocate(bytes, -1));
        var (sizeClass, classBytes) = StorageCache.ClassOf(bytes);
        var storage = Cache.TryTake(sizeClass) ?? Count(Allocate(classBytes, sizeClass));
        owner.Own(storage);
        return storage;
    }

    /// <summary>New memory.</summary>
    private protected abstract Storage Allocate(long bytes, int sizeClass);

    private Storage Count(Storage storage)
    {
        Interlocked.Add(ref _allocatedBytes, storage.Bytes);
        return storage;
    }
}
