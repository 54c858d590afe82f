using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>A gated linear unit: f(first half) times the second half of each row. arXiv:2002.05202.</summary>
    /// <param name="x">[.., 2 C]: the gate's inputs, then the factors.</param>
    /// <param name="gate">f: Silu makes it SwiGLU, a GELU makes it GeGLU.</param>
    /// <returns>[.., C].</returns>
    /// <exception cref="ArgumentException">Not f32 or f64, no axis, or an odd last size.</exception>
    public static Tensor GatedUnit(this Tensor x, Gate gate = Gate.Silu)
    {
        var state = Expect.Rows("gated_unit", x);
        int columns = state.Shape[-1];
        if (columns % 2 != 0)
            throw new ArgumentException($"gated_unit: expected an even last size, got {state.Shape}");
        var packed = Packed(x);
        var y = Tensor.New(state.Shape.With(state.Shape.Rank - 1, columns / 2), state.Type, state.Device, "gated_unit");
        state.Device.GatedUnit(gate, packed, y);
        return Tape.Needs(x) ? Tape.Record(y, new GatedHalvesGradient(x, gate)) : y;
    }

    /// <summary>A gated linear unit of two tensors: f(gates) up. arXiv:2002.05202.</summary>
    /// <param name="gates">Of any shape.</param>
    /// <param name="up">The factors, of the same shape.</param>
    /// <param name="gate">f: Silu makes it SwiGLU, a GELU makes it GeGLU.</param>
    /// <exception cref="ArgumentException">Not f32 or f64, or shapes or types differ.</exception>
    public static Tensor GatedUnit(this Tensor gates, Tensor up, Gate gate = Gate.Silu)
    {
        var state = Expect.Real("gated_unit", gates);
        var factors = Expect.Same("gated_unit", state, up);
        if (factors.Shape != state.Shape)
            throw new ArgumentException($"gated_unit: expected factors {state.Shape}, got {factors.Shape}");
        var y = Tensor.New(state.Shape, state.Type, state.Device, "gated_unit");
        state.Device.GatedUnit(gate, Packed(gates), Packed(up), y);
        return Tape.Needs(gates, up) ? Tape.Record(y, new GatedUnitGradient(gates, up, gate)) : y;
    }
}

internal readonly struct GatedHalvesGradient(Tensor x, Gate gate) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dx = Tensor.New(x.Shape, x.DType, x.Device, "gradient");
        x.Device.GatedUnitBackward(gate, Operations.Packed(x), Operations.Packed(dy), dx);
        gradients.Add(x, dx);
    }
}

internal readonly struct GatedUnitGradient(Tensor gates, Tensor up, Gate gate) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dGate = Tensor.New(gates.Shape, gates.DType, gates.Device, "gradient");
        var dUp = Tensor.New(up.Shape, up.DType, up.Device, "gradient");
        gates.Device.GatedUnitBackward(gate, Operations.Packed(gates), Operations.Packed(up), Operations.Packed(dy), dGate, dUp);
        gradients.Add(gates, dGate);
        gradients.Add(up, dUp);
    }
}
