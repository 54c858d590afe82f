using Attune.Kernels;

namespace Attune.Tensors;

public readonly partial struct Tensor
{
    /// <summary>A tensor of floats.</summary>
    /// <param name="values">In the order of the shape.</param>
    /// <param name="shape">Left out for one axis.</param>
    /// <param name="device">Where; left out for the CPU.</param>
    /// <exception cref="ArgumentException">As many values as the shape has elements were expected.</exception>
    public static Tensor F32(ReadOnlySpan<float> values, Shape? shape = null, Device? device = null) =>
        From(values, shape, DType.F32, device, "f32");

    /// <summary>A tensor of doubles; see <see cref="F32"/>.</summary>
    /// <exception cref="ArgumentException">As many values as the shape has elements were expected.</exception>
    public static Tensor F64(ReadOnlySpan<double> values, Shape? shape = null, Device? device = null) =>
        From(values, shape, DType.F64, device, "f64");

    /// <summary>A tensor of bfloat16 numbers; see <see cref="F32"/>.</summary>
    /// <exception cref="ArgumentException">As many values as the shape has elements were expected.</exception>
    public static Tensor BF16(ReadOnlySpan<BFloat16> values, Shape? shape = null, Device? device = null) =>
        From(values, shape, DType.BF16, device, "bf16");

    /// <summary>A tensor of whole numbers; see <see cref="F32"/>.</summary>
    /// <exception cref="ArgumentException">As many values as the shape has elements were expected.</exception>
    public static Tensor I32(ReadOnlySpan<int> values, Shape? shape = null, Device? device = null) =>
        From(values, shape, DType.I32, device, "i32");

    /// <summary>A tensor whose elements all are <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentException">The type cannot hold the value: i32 holds whole numbers of 32 bits.</exception>
    public static Tensor Full(Shape shape, double value, DType type = DType.F32, Device? device = null)
    {
        device ??= Device.Cpu;
        var y = New(shape, type, device, "full");
        Expect.Number("full", y.State, value);
        device.Fill(y, value);
        return y;
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(Shape shape, DType type = DType.F32, Device? device = null) => Full(shape, 0, type, device);

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(Shape shape, DType type = DType.F32, Device? device = null) => Full(shape, 1, type, device);

    /// <summary>A single number, without axes.</summary>
    public static Tensor Scalar(double value, DType type = DType.F32, Device? device = null) => Full([], value, type, device);

    /// <summary>[count]: first, first + step, …</summary>
    /// <exception cref="ArgumentException">Negative count, or the type cannot hold the numbers: i32 holds whole numbers of 32 bits.</exception>
    public static Tensor Range(int count, double first = 0, double step = 1, DType type = DType.I32, Device? device = null)
    {
        device ??= Device.Cpu;
        if (count < 0)
            throw new ArgumentException($"range: expected a count of at least 0, got {count}");
        var y = New([count], type, device, "range");
        foreach (double number in (ReadOnlySpan<double>)[first, step, first + (Math.Max(0, count - 1) * step)])
            Expect.Number("range", y.State, number);
        device.FillRange(y, first, step);
        return y;
    }

    /// <summary>The elements, in the order of the shape.</summary>
    /// <typeparam name="T">float, double, int or <see cref="BFloat16"/>, as the tensor's type is.</typeparam>
    /// <exception cref="ArgumentException">The tensor has another type.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        var state = StateFor("to_array");
        Expect.ElementType<T>("to_array", state.Type);
        var values = new T[state.Shape.ElementCount];
        CopyTo<T>(values);
        return values;
    }

    /// <summary>Copies the elements, in the order of the shape.</summary>
    /// <typeparam name="T">float, double, int or <see cref="BFloat16"/>, as the tensor's type is.</typeparam>
    /// <exception cref="ArgumentException">The tensor has another type or another number of elements.</exception>
    public void CopyTo<T>(Span<T> values)
        where T : unmanaged
    {
        var state = StateFor("copy_to");
        Expect.ElementType<T>("copy_to", state.Type);
        if (values.Length != state.Shape.ElementCount)
            throw new ArgumentException($"copy_to: expected room for the {state.Shape.ElementCount} elements of {state.Shape}, got {values.Length}");
        var packed = state.IsContiguous ? this : Operations.Packed(this);
        state.Device.Download(packed, values);
    }

    /// <summary>Overwrites the elements, in the order of the shape; outside of the tape.</summary>
    /// <typeparam name="T">float, double, int or <see cref="BFloat16"/>, as the tensor's type is.</typeparam>
    /// <exception cref="ArgumentException">The tensor has another type, another number of elements, or is a view with gaps.</exception>
    public void CopyFrom<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var state = StateFor("copy_from");
        Expect.ElementType<T>("copy_from", state.Type);
        if (values.Length != state.Shape.ElementCount)
            throw new ArgumentException($"copy_from: expected the {state.Shape.ElementCount} elements of {state.Shape}, got {values.Length}");
        if (!state.IsContiguous)
            throw new ArgumentException($"copy_from: expected a tensor without gaps, got a view {state.Shape}");
        state.Device.Upload(values, this);
        state.Storage.Version++;
    }

    /// <summary>Overwrites the elements with those of another tensor of the same shape and type; outside of the tape.</summary>
    /// <exception cref="ArgumentException">Shapes or types differ.</exception>
    public void CopyFrom(Tensor source)
    {
        var (from, to) = (source.StateFor("copy_from"), StateFor("copy_from"));
        if (from.Shape != to.Shape || from.Type != to.Type)
            throw new ArgumentException($"copy_from: expected {to.Type.Name()} {to.Shape}, got {from.Type.Name()} {from.Shape}");
        to.Device.Copy(source, this);
        to.Storage.Version++;
    }

    /// <summary>Sets all elements; outside of the tape.</summary>
    /// <exception cref="ArgumentException">The type cannot hold the value: i32 holds whole numbers of 32 bits.</exception>
    public void Fill(double value)
    {
        var state = StateFor("fill");
        Expect.Number("fill", state, value);
        state.Device.Fill(this, value);
        state.Storage.Version++;
    }

    /// <summary>The only element, as a double.</summary>
    /// <exception cref="ArgumentException">Not exactly one element.</exception>
    public double Item()
    {
        var state = StateFor("item");
        if (state.Shape.ElementCount != 1)
            throw new ArgumentException($"item: expected one element, got {state.Shape}");
        return state.Device.ReadElement(this, state.Offset);
    }

    private static Tensor From<T>(ReadOnlySpan<T> values, Shape? shape, DType type, Device? device, string operation)
        where T : unmanaged
    {
        var sizes = shape ?? [values.Length];
        if (sizes.ElementCount != values.Length)
            throw new ArgumentException($"{operation}: {sizes}: expected {sizes.ElementCount} values, got {values.Length}");
        device ??= Device.Cpu;
        var y = New(sizes, type, device, operation);
        device.Upload(values, y);
        return y;
    }
}
