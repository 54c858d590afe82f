namespace Attune.Tensors;

/// <summary>
/// The bf16 numbers of an f32 parameter, for <see cref="Operations.CastFactor"/>. They are kept with it until it is written: passes of a step, and steps that leave it alone, round it once; Adam rounds what it has
/// at hand anyway.
/// </summary>
internal sealed class RoundedCopy
{
    private readonly Tensor _numbers;
    private long _version;

    private RoundedCopy(Tensor numbers) => _numbers = numbers;

    /// <summary>True for parameters, which live longer than steps.</summary>
    public static bool Serves(TensorState state) =>
        state is { Type: DType.F32, RequiresGradient: true, Creator: null, Owner: null, IsContiguous: true };

    /// <summary>A view of the numbers, rounded now if they are not those of the parameter.</summary>
    public static Tensor Of(Tensor parameter)
    {
        var state = parameter.State;
        var copy = state.Rounded ?? new RoundedCopy(Tensor.New(state.Shape, DType.BF16, state.Device, "cast_factor", owner: null)) { _version = -1 };
        long version = state.Storage.Version;
        // Threads that find this at once write the same numbers.
        if (Volatile.Read(ref copy._version) != version)
        {
            state.Device.Cast(parameter, copy._numbers);
            Volatile.Write(ref copy._version, version);
            state.Rounded = copy;
        }

        var numbers = copy._numbers.State;
        return Tensor.View(numbers, numbers.Shape, numbers.Strides, numbers.Offset, "cast_factor");
    }

    /// <summary>Where an update that writes the parameter puts its bf16 numbers; none where nobody asks for them.</summary>
    public static Tensor Target(TensorState parameter) => parameter.Rounded?._numbers ?? default;

    /// <summary>The update wrote both.</summary>
    public static void Updated(TensorState parameter)
    {
        parameter.Storage.Version++;
        if (parameter.Rounded is { } copy)
            Volatile.Write(ref copy._version, parameter.Storage.Version);
    }
}
