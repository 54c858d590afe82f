using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Reductions and normalizations.</content>
internal sealed partial class CpuDevice
{
    internal override void Sum(Tensor x, Tensor y, int outer, int n, int inner)
    {
        if (x.DType is DType.F64)
            SumReference.Forward(F64(x), F64(y), outer, n, inner);
        else
            Kernels.Sum.Forward(F32(x), F32(y), outer, n, inner);
    }

    internal override void RmsNorm(Tensor x, Tensor gain, Tensor y, double epsilon)
    {
        var (rows, columns) = x.Shape.AsRows();
        if (x.DType is DType.F64)
            RmsNormReference.Forward(F64(x), F64(gain), F64(y), rows, columns, epsilon);
        else
            Kernels.RmsNorm.Forward(F32(x), F32(gain), F32(y), rows, columns, (float)epsilon);
    }

    internal override void RmsNormBackward(Tensor x, Tensor gain, Tensor dy, Tensor dx, Tensor dGain, double epsilon)
    {
        var (rows, columns) = x.Shape.AsRows();
        if (x.DType is DType.F64)
            RmsNormReference.Backward(F64(x), F64(gain), F64(dy), default, F64(dx), F64(dGain), rows, columns, epsilon);
        else
            Kernels.RmsNorm.Backward(F32(x), F32(gain), F32(dy), default, F32(dx), F32(dGain), rows, columns, (float)epsilon);
    }
}
