namespace Attune.Tensors;

/// <summary>The type of a tensor's elements.</summary>
public enum DType
{
    /// <summary>32-bit floating point: what models compute in.</summary>
    F32,

    /// <summary>The upper half of a float: storage, and operands of matrix products; sums are kept in f32.</summary>
    BF16,

    /// <summary>64-bit floating point: for checks of gradients; runs plain reference code.</summary>
    F64,

    /// <summary>32-bit integers: indices.</summary>
    I32,
}

/// <summary>Facts about a <see cref="DType"/>.</summary>
public static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    /// <exception cref="ArgumentException">Not one of the types.</exception>
    public static int Size(this DType type) => type switch
    {
        DType.BF16 => 2,
        DType.F32 or DType.I32 => 4,
        DType.F64 => 8,
        _ => throw new ArgumentException($"dtype: expected f32, bf16, f64 or i32, got {type}"),
    };

    /// <summary>The name that messages and printed tensors use: f32, bf16, f64 or i32.</summary>
    public static string Name(this DType type) => type switch
    {
        DType.F32 => "f32",
        DType.BF16 => "bf16",
        DType.F64 => "f64",
        _ => "i32",
    };

    /// <summary>True for f32 and f64: the types that operations compute and differentiate in.</summary>
    public static bool IsReal(this DType type) => type is DType.F32 or DType.F64;

    /// <summary>The type that gradients of such numbers have: sums of bf16 numbers are kept in f32.</summary>
    public static DType GradientType(this DType type) => type is DType.BF16 ? DType.F32 : type;
}
