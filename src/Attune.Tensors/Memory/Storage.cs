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

    /// <summary>Where it belongs in the cache; -1 for memory that never goes there.</summary>
    public int SizeClass { get; }

    /// <summary>The step that gives it back to the cache; null when the garbage collector owns it.</summary>
    public Step? Owner { get; set; }

    /// <summary>Its place in the owner's list.</summary>
    public int Slot { get; set; }

    /// <summary>Raised by whatever writes a tensor that its user holds: <see cref="RoundedCopy"/> tells old numbers by it.</summary>
    public long Version { get; set; }

    /// <summary>How many values have their gradient here while a backward pass runs.</summary>
    public int GradientHolders { get; set; }

    /// <summary>True for memory that a backward pass made: it is given back when the last holder is done with it.</summary>
    public bool IsOfBackward { get; set; }
}
