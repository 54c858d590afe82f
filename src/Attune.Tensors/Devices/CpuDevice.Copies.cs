using System.Numerics;
using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Data in, out and around.</content>
internal sealed partial class CpuDevice
{
    internal override void Upload<T>(ReadOnlySpan<T> values, Tensor target) => values.CopyTo(Elements<T>(target));

    internal override void Download<T>(Tensor source, Span<T> values) => Elements<T>(source).CopyTo(values);

    internal override double ReadElement(Tensor x, int offset)
    {
        var buffer = ((CpuStorage)x.State.Storage).Buffer;
        return x.DType switch
        {
            DType.F32 => buffer.Span<float>(offset, 1)[0],
            DType.BF16 => buffer.Span<BFloat16>(offset, 1)[0],
            DType.F64 => buffer.Span<double>(offset, 1)[0],
            _ => buffer.Span<int>(offset, 1)[0],
        };
    }

    internal override void Copy(Tensor source, Tensor target)
    {
        switch (source.DType.Size())
        {
            case 2:
                Copy<ushort>(source, target);
                break;
            case 4:
                Copy<uint>(source, target);
                break;
            default:
                Copy<ulong>(source, target);
                break;
        }
    }

    internal override void Cast(Tensor source, Tensor target)
    {
        switch (source.DType, target.DType)
        {
            case (DType.BF16, DType.F32):
                Bf16Conversion.Widen(Elements<BFloat16>(source), F32(target));
                break;
            case (DType.F32, DType.BF16):
                Bf16Conversion.Round(F32(source), Elements<BFloat16>(target));
                break;
            default:
                CastFrom(source, target);
                break;
        }
    }

    internal override void Fill(Tensor target, double value)
    {
        switch (target.DType)
        {
            case DType.F32:
                Fill(target, (float)value);
                break;
            case DType.BF16:
                Fill(target, (BFloat16)(float)value);
                break;
            case DType.F64:
                Fill<double>(target, value);
                break;
            default:
                Fill(target, checked((int)value));
                break;
        }
    }

    internal override void FillRange(Tensor target, double first, double step)
    {
        for (int i = 0; i < target.ElementCount; i++)
        {
            double value = first + (i * step);
            switch (target.DType)
            {
                case DType.F32:
                    F32(target)[i] = (float)value;
                    break;
                case DType.BF16:
                    Elements<BFloat16>(target)[i] = (BFloat16)(float)value;
                    break;
                case DType.F64:
                    F64(target)[i] = value;
                    break;
                default:
                    I32(target)[i] = checked((int)value);
                    break;
            }
        }
    }

    private static void Copy<T>(Tensor source, Tensor target)
        where T : unmanaged
    {
        var (from, to) = (source.State, target.State);
        if (from.IsContiguous && to.IsContiguous)
        {
            Elements<T>(source).CopyTo(Elements<T>(target));
            return;
        }

        int rank = from.Shape.Rank;
        StridedCopy.Run(
            Reach<T>(source), ((ReadOnlySpan<int>)from.Strides)[..rank], Reach<T>(target), ((ReadOnlySpan<int>)to.Strides)[..rank], from.Shape.Sizes);
    }

    private static void Fill<T>(Tensor target, T value)
        where T : unmanaged
    {
        if (target.IsContiguous)
        {
            Elements<T>(target).Fill(value);
            return;
        }

        var state = target.State;
        StridedCopy.Run([value], stackalloc int[state.Shape.Rank], Reach<T>(target), ((ReadOnlySpan<int>)state.Strides)[..state.Shape.Rank], state.Shape.Sizes);
    }

    private static void CastFrom(Tensor source, Tensor target)
    {
        switch (source.DType)
        {
            case DType.F32:
                CastTo<float>(F32(source), target);
                break;
            case DType.F64:
                CastTo<double>(F64(source), target);
                break;
            case DType.I32:
                CastTo<int>(I32(source), target);
                break;
            default:
                var halves = Elements<BFloat16>(source);
                var wide = new float[halves.Length];
                Bf16Conversion.Widen(halves, wide);
                CastTo<float>(wide, target);
                break;
        }
    }

    private static void CastTo<TFrom>(ReadOnlySpan<TFrom> source, Tensor target)
        where TFrom : unmanaged, INumber<TFrom>
    {
        switch (target.DType)
        {
            case DType.F32:
                Cast(source, F32(target));
                break;
            case DType.F64:
                Cast(source, F64(target));
                break;
            case DType.I32:
                Cast(source, I32(target));
                break;
            default:
                var wide = new float[source.Length];
                Cast(source, wide.AsSpan());
                Bf16Conversion.Round(wide, Elements<BFloat16>(target));
                break;
        }
    }

    private static void Cast<TFrom, TTo>(ReadOnlySpan<TFrom> source, Span<TTo> target)
        where TFrom : INumber<TFrom>
        where TTo : INumber<TTo>
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = TTo.CreateSaturating(source[i]);
    }
}
