using Attune.Kernels;

namespace Attune.Tensors;

/// <summary>What operations demand of their arguments; every message names the operation and both sides.</summary>
internal static class Expect
{
    /// <summary>A usable tensor of f32 or f64.</summary>
    public static TensorState Real(string operation, Tensor x)
    {
        var state = x.StateFor(operation);
        if (!state.Type.IsReal())
            throw new ArgumentException($"{operation}: expected f32 or f64, got {state.Type.Name()} {state.Shape}");
        return state;
    }

    /// <summary>A usable tensor of f32 or f64 with at least one axis.</summary>
    public static TensorState Rows(string operation, Tensor x)
    {
        var state = Real(operation, x);
        if (state.Shape.Rank == 0)
            throw new ArgumentException($"{operation}: expected at least one axis, got {state.Shape}");
        return state;
    }

    /// <summary>A usable tensor of one type.</summary>
    public static TensorState Type(string operation, Tensor x, DType type)
    {
        var state = x.StateFor(operation);
        if (state.Type != type)
            throw new ArgumentException($"{operation}: expected {type.Name()}, got {state.Type.Name()} {state.Shape}");
        return state;
    }

    /// <summary>A second operand of the type and on the device of the first.</summary>
    public static TensorState Same(string operation, TensorState x, Tensor other)
    {
        var state = other.StateFor(operation);
        if (state.Type != x.Type)
            throw new ArgumentException($"{operation}: expected operands of one type, got {x.Type.Name()} {x.Shape} and {state.Type.Name()} {state.Shape}");
        SameDevice(operation, x, state);
        return state;
    }

    /// <summary>Factors of a matrix product: both f64, or f32 and bf16 in any mixture.</summary>
    public static (TensorState A, TensorState B) Factors(string operation, Tensor a, Tensor b)
    {
        var (left, right) = (a.StateFor(operation), b.StateFor(operation));
        if (!left.Type.GradientType().IsReal() || left.Type.GradientType() != right.Type.GradientType())
        {
            throw new ArgumentException(
                $"{operation}: expected f32 or bf16 factors, or two of f64, got {left.Type.Name()} {left.Shape} and {right.Type.Name()} {right.Shape}");
        }

        SameDevice(operation, left, right);
        return (left, right);
    }

    /// <summary>i32 indices with one axis, beside x; their number. Their range is checked where they are read.</summary>
    public static int Indices(string operation, TensorState x, Tensor indices)
    {
        var state = Type(operation, indices, DType.I32);
        SameDevice(operation, x, state);
        if (state.Shape.Rank != 1)
            throw new ArgumentException($"{operation}: {x.Shape}: expected indices with one axis, got {state.Shape}");
        return state.Shape.ElementCount;
    }

    /// <summary>An optional operand (a gain, a bias) of one shape, of the type and on the device of the first; or none.</summary>
    public static void Optional(string operation, string name, TensorState x, Tensor other, in Shape shape)
    {
        if (!other.IsNone)
            Operand(operation, name, x, other, shape);
    }

    /// <summary>A further operand of one shape, of the type and on the device of the first.</summary>
    public static void Operand(string operation, string name, TensorState x, Tensor other, in Shape shape)
    {
        var state = Same(operation, x, other);
        if (state.Shape != shape)
            throw new ArgumentException($"{operation}: {x.Shape}: expected {name} {shape}, got {state.Shape}");
    }

    /// <summary>A number that the type of a tensor can hold.</summary>
    public static void Number(string operation, TensorState x, double number)
    {
        if (x.Type is DType.I32 && (int)number != number)
            throw new ArgumentException($"{operation}: i32 {x.Shape}: expected a whole number of 32 bits, got {number}");
    }

    /// <summary>A number that makes sense from 0 on.</summary>
    public static void NotNegative(string operation, string name, double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentException($"{operation}: expected {name} of at least 0, got {value}");
    }

    public static void SameDevice(string operation, TensorState x, TensorState other)
    {
        if (x.Device != other.Device)
            throw new ArgumentException($"{operation}: expected operands on one device, got {x.Shape} on {x.Device} and {other.Shape} on {other.Device}");
    }

    /// <summary>A .NET type that stores elements of a tensor's type.</summary>
    public static void ElementType<T>(string operation, DType type)
        where T : unmanaged
    {
        var expected = type switch
        {
            DType.F32 => typeof(float),
            DType.BF16 => typeof(BFloat16),
            DType.F64 => typeof(double),
            _ => typeof(int),
        };
        if (typeof(T) != expected)
            throw new ArgumentException($"{operation}: expected {expected.Name} for the elements of {type.Name()}, got {typeof(T).Name}");
    }
}
