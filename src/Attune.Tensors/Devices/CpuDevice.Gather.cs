using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Picking by index.</content>
internal sealed partial class CpuDevice
{
    internal override void Gather(Tensor x, Tensor indices, Tensor y, int outer, int n, int inner)
    {
        switch (x.DType.Size())
        {
            case 2:
                AxisGather.Gather<ushort>(Elements<ushort>(x), I32(indices), Elements<ushort>(y), outer, n, inner);
                break;
            case 4:
                AxisGather.Gather<uint>(Elements<uint>(x), I32(indices), Elements<uint>(y), outer, n, inner);
                break;
            default:
                AxisGather.Gather<ulong>(Elements<ulong>(x), I32(indices), Elements<ulong>(y), outer, n, inner);
                break;
        }
    }

    internal override void ScatterAdd(Tensor x, Tensor indices, Tensor y, int outer, int n, int inner)
    {
        if (x.DType is DType.F64)
            AxisGatherReference.ScatterAdd(F64(x), I32(indices), F64(y), outer, n, inner);
        else
            AxisGather.ScatterAdd(F32(x), I32(indices), F32(y), outer, n, inner);
    }
}
