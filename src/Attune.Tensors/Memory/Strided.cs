namespace Attune.Tensors;

/// <summary>How tensors lie in memory.</summary>
internal static class Strided
{
    /// <summary>True when the elements lie without gaps in the order of the shape; strides of axes of size 1 do not matter.</summary>
    public static bool IsContiguous(in Shape shape, in Axes strides)
    {
        int step = 1;
        for (int i = shape.Rank - 1; i >= 0; i--)
        {
            int size = shape[i];
            if (size == 0)
                return true;
            if (size != 1 && strides[i] != step)
                return false;
            step *= size;
        }

        return true;
    }

    /// <summary>Strides with which a tensor reads as <paramref name="target"/>, which its shape broadcasts to: 0 where it stretches.</summary>
    public static Axes Broadcast(in Shape shape, in Axes strides, in Shape target)
    {
        Axes result = default;
        int missing = target.Rank - shape.Rank;
        for (int i = 0; i < shape.Rank; i++)
            result[missing + i] = shape[i] == 1 ? 0 : strides[i];
        return result;
    }
}
