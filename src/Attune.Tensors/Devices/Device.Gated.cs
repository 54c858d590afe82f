using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Gated units, rotary positions, dropout.</content>
public abstract partial class Device
{
    /// <summary>y [rows, C] = f(first half) times the second half of each row of x [rows, 2 C].</summary>
    internal abstract void GatedUnit(Gate gate, Tensor x, Tensor y);

    /// <summary>Overwrites dx.</summary>
    internal abstract void GatedUnitBackward(Gate gate, Tensor x, Tensor dy, Tensor dx);

    /// <summary>y = f(gates) up, all of one shape.</summary>
    internal abstract void GatedUnit(Gate gate, Tensor gates, Tensor up, Tensor y);

    /// <summary>Overwrites dGate and dUp.</summary>
    internal abstract void GatedUnitBackward(Gate gate, Tensor gates, Tensor up, Tensor dy, Tensor dGate, Tensor dUp);

    /// <summary>y = each head of x [N, H, D] rotated (back, if so) by the row of the tables that positions [N] says.</summary>
    internal abstract void Rope(Tensor x, Tensor positions, Tensor cos, Tensor sin, Tensor y, RotaryPairs pairs, bool back);

    /// <summary>Fills tables [positions, 2 frequencies] of one type.</summary>
    internal abstract void FillRotaryTables(ReadOnlySpan<double> frequencies, RotaryPairs pairs, Tensor cos, Tensor sin, double scale);

    /// <summary>y = x / (1 - p) where the draw of row and column keeps it, else 0, for rows of the last axis.</summary>
    internal abstract void Dropout(RandomKey key, double probability, Tensor x, Tensor y, int firstRow);
}
