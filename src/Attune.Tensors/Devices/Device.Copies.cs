namespace Attune.Tensors;

/// <content>Data in, out and around.</content>
public abstract partial class Device
{
    /// <summary>Writes all elements.</summary>
    internal abstract void Upload<T>(ReadOnlySpan<T> values, Tensor target)
        where T : unmanaged;

    /// <summary>Reads all elements.</summary>
    internal abstract void Download<T>(Tensor source, Span<T> values)
        where T : unmanaged;

    /// <summary>The element that lies <paramref name="offset"/> elements into the memory of <paramref name="x"/>.</summary>
    internal abstract double ReadElement(Tensor x, int offset);

    /// <summary>target = source; both may be views of one type and shape.</summary>
    internal abstract void Copy(Tensor source, Tensor target);

    /// <summary>target = source as another type, rounded to nearest even (to whole numbers: towards zero).</summary>
    internal abstract void Cast(Tensor source, Tensor target);

    /// <summary>Sets all elements; <paramref name="target"/> may be a view.</summary>
    internal abstract void Fill(Tensor target, double value);

    /// <summary>Element i = first + i step.</summary>
    internal abstract void FillRange(Tensor target, double first, double step);
}
