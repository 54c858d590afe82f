namespace Attune.Tensors;

/// <summary>What a <see cref="Tensor"/> refers to. Steps use these objects again; the generation tells old handles from new ones.</summary>
internal sealed class TensorState
{
    public int Generation;
    public Shape Shape;
    public Axes Strides;
    public int Offset;
    public bool IsContiguous;
    public DType Type;
    public Device Device = null!;
    public Storage Storage = null!;

    /// <summary>The operation that made it, for messages.</summary>
    public string Operation = "";

    /// <summary>The step that ends it; null when the garbage collector owns it.</summary>
    public Step? Owner;

    public bool RequiresGradient;

    /// <summary>Of a parameter that was a bf16 factor.</summary>
    public RoundedCopy? Rounded;

    /// <summary>The recorded operation that made it; null for leaves.</summary>
    public Node? Creator;

    /// <summary>The gradient so far: of leaves until it is zeroed, of others while backward runs.</summary>
    public Tensor Gradient;

    /// <summary>False when the gradient is somebody else's memory, so that adding to it needs a copy.</summary>
    public bool OwnsGradient;

    /// <summary>True when the gradient's memory is to be overwritten: it was zeroed.</summary>
    public bool GradientIsZeroed;

    /// <summary>True when the gradient lies in the gradient of the tensor that this one is a slice of, and counts there already.</summary>
    public bool GradientIsInWhole;

    /// <summary>Of a gradient that slices write: the places of <see cref="WrittenAxis"/> that hold something; others hold anything. -1 when all do.</summary>
    public int WrittenAxis = -1;
    public int WrittenFrom;
    public int WrittenEnd;

    /// <summary>A state that <paramref name="owner"/> ends, or the garbage collector.</summary>
    public static TensorState New(Step? owner) => owner is null ? new TensorState() : owner.NewState();

    public void Recycle()
    {
        Generation++;
        Storage = null!;
        Rounded = null;
        Creator = null;
        RequiresGradient = false;
        Gradient = default;
        OwnsGradient = false;
        GradientIsZeroed = false;
        GradientIsInWhole = false;
        WrittenAxis = -1;
    }
}
