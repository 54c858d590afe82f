namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// Rotary positions: the first R elements of each head are rotated, pair by pair, by the angles of the row's position;
    /// the others stay. arXiv:2104.09864.
    /// </summary>
    /// <param name="x">[N, H, D].</param>
    /// <param name="positions">[N], i32: rows of the tables.</param>
    /// <param name="tables">Cosines and sines [P, R] of the type of <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">Wrong types or shapes, or a position outside of the tables.</exception>
    public static Tensor Rope(this Tensor x, Tensor positions, RotaryTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var state = Expect.Real("rope", x);
        var places = Expect.Type("rope", positions, DType.I32);
        Expect.SameDevice("rope", state, places);
        var table = Expect.Same("rope", state, tables.Cos);
        if (state.Shape.Rank != 3 || places.Shape != [state.Shape[0]] || table.Shape[-1] > state.Shape[-1])
            throw new ArgumentException($"rope: expected x [N, H, D], positions [N] and tables [P, at most D], got {state.Shape}, {places.Shape} and {table.Shape}");
        var y = Tensor.New(state.Shape, state.Type, state.Device, "rope");
        state.Device.Rope(Packed(x), Packed(positions), tables.Cos, tables.Sin, y, tables.Pairs, back: false);
        return Tape.Needs(x) ? Tape.Record(y, new RopeGradient(x, positions, tables)) : y;
    }
}

/// <summary>The rotation is orthogonal: its gradient rotates back.</summary>
internal readonly struct RopeGradient(Tensor x, Tensor positions, RotaryTables tables) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dx = Tensor.New(x.Shape, x.DType, x.Device, "gradient");
        x.Device.Rope(Operations.Packed(dy), Operations.Packed(positions), tables.Cos, tables.Sin, dx, tables.Pairs, back: true);
        gradients.Add(x, dx);
    }
}
