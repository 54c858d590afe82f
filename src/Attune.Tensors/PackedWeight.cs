namespace Attune.Tensors;

/// <summary>
/// A weight [n, k] beside a copy of it in the order in which products read it, for many products while it does not change: it is as it was when it was packed. Thread-safe.
/// </summary>
/// <remarks>The bits of products are the same. It takes part in no gradient. Its memory belongs to the garbage collector.</remarks>
public sealed class PackedWeight
{
    /// <summary>Packs a weight. Types other than f32 are not copied.</summary>
    /// <param name="weight">[n, k]; it lives as long as this.</param>
    /// <exception cref="ArgumentException">Not two axes.</exception>
    public PackedWeight(Tensor weight)
    {
        if (weight.Rank != 2)
            throw new ArgumentException($"packed weight: expected [n, k], got {weight.Shape}");
        Weight = weight;
        Packed = weight.DType is DType.F32 ? weight.Device.Pack(Operations.AsMatrices(weight.Transpose())) : null;
    }

    /// <summary>[n, k].</summary>
    public Tensor Weight { get; }

    /// <summary>What the device made of it; null where it has no such form.</summary>
    internal object? Packed { get; }
}
