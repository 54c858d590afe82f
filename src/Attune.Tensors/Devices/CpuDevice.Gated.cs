using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Gated units, rotary positions, dropout.</content>
internal sealed partial class CpuDevice
{
    internal override void GatedUnit(Gate gate, Tensor x, Tensor y)
    {
        var (rows, columns) = y.Shape.AsRows();
        if (x.DType is DType.F64)
            GatedUnitReference.Forward(gate, F64(x), F64(y), rows, columns);
        else
            Kernels.GatedUnit.Forward(gate, F32(x), F32(y), rows, columns);
    }

    internal override void GatedUnitBackward(Gate gate, Tensor x, Tensor dy, Tensor dx)
    {
        var (rows, columns) = dy.Shape.AsRows();
        if (x.DType is DType.F64)
            GatedUnitReference.Backward(gate, F64(x), F64(dy), F64(dx), rows, columns);
        else
            Kernels.GatedUnit.Backward(gate, F32(x), F32(dy), F32(dx), rows, columns);
    }

    internal override void GatedUnit(Gate gate, Tensor gates, Tensor up, Tensor y)
    {
        if (gates.DType is DType.F64)
            GatedUnitReference.Forward(gate, F64(gates), F64(up), F64(y));
        else
            Kernels.GatedUnit.Forward(gate, F32(gates), F32(up), F32(y));
    }

    internal override void GatedUnitBackward(Gate gate, Tensor gates, Tensor up, Tensor dy, Tensor dGate, Tensor dUp)
    {
        if (gates.DType is DType.F64)
            GatedUnitReference.Backward(gate, F64(gates), F64(up), F64(dy), F64(dGate), F64(dUp));
        else
            Kernels.GatedUnit.Backward(gate, F32(gates), F32(up), F32(dy), F32(dGate), F32(dUp));
    }

    internal override void Rope(Tensor x, Tensor positions, Tensor cos, Tensor sin, Tensor y, RotaryPairs pairs, bool back)
    {
        var (_, heads, dimension) = x.Dims3();
        int rotated = cos.Shape[-1];
        switch (x.DType, back)
        {
            case (DType.F64, false):
                RopeReference.Forward(F64(x), I32(positions), F64(cos), F64(sin), F64(y), heads, dimension, rotated, pairs);
                break;
            case (DType.F64, true):
                RopeReference.Backward(F64(x), I32(positions), F64(cos), F64(sin), F64(y), heads, dimension, rotated, pairs);
                break;
            case (_, false):
                Kernels.Rope.Forward(F32(x), I32(positions), F32(cos), F32(sin), F32(y), heads, dimension, rotated, pairs);
                break;
            default:
                Kernels.Rope.Backward(F32(x), I32(positions), F32(cos), F32(sin), F32(y), heads, dimension, rotated, pairs);
                break;
        }
    }

    internal override void FillRotaryTables(ReadOnlySpan<double> frequencies, RotaryPairs pairs, Tensor cos, Tensor sin, double scale)
    {
        if (cos.DType is DType.F64)
            RopeReference.FillTables(frequencies, pairs, F64(cos), F64(sin), cos.Shape[0], scale);
        else
            Kernels.Rope.FillTables(frequencies, pairs, F32(cos), F32(sin), cos.Shape[0], scale);
    }

    internal override void Dropout(RandomKey key, double probability, Tensor x, Tensor y, int firstRow)
    {
        var (rows, columns) = x.Shape.AsRows();
        if (x.DType is DType.F64)
            DropoutReference.Apply(key, probability, F64(x), F64(y), rows, columns, firstRow);
        else
            Kernels.Dropout.Apply(key, probability, F32(x), F32(y), rows, columns, firstRow);
    }
}
