namespace Attune.Tensors;

/// <summary>A block of a device's memory that one tensor and its views lie in.</summary>
internal abstract class Storage
{
    protected Storage(Device device, long bytes, int sizeClass)
    {
        Device = device;
        Bytes = bytes;
        SizeClass = sizeClass;
    }

    /// <summary>Where the memory is.</summary>
    public Device Device { get; }

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>Where it belongs in the cache.</summary>
    public int SizeClass { get; }

    /// <summary>The step that gives it back to the cache; null when the garbage collector owns it.</summary>
    public Step? Owner { get; set; }
}
