namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>A <see cref="Cast"/> for one product. The bf16 numbers of an f32 parameter are kept with it until it is written: passes round a weight once.</summary>
    /// <remarks>What is returned for a parameter shares those numbers: read it before the parameter changes, and do not write it. A copy of one's own is <see cref="Cast"/>.</remarks>
    /// <param name="x">A parameter or any other tensor.</param>
    /// <param name="type">The type in which it is multiplied.</param>
    public static Tensor CastFactor(this Tensor x, DType type)
    {
        if (type is not DType.BF16 || !RoundedCopy.Serves(x.StateFor("cast_factor")))
            return x.Cast(type);
        var numbers = RoundedCopy.Of(x);
        return Tape.Needs(x) ? Tape.Record(numbers, new CastGradient(x)) : numbers;
    }
}
