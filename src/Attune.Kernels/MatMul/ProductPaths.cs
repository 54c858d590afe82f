using System.Runtime.Intrinsics.Arm;

namespace Attune.Kernels;

/// <summary>Something to do with the kernel of one path.</summary>
internal interface IProductAction
{
    void Run<V, TKernel>()
        where V : struct, ILanes<V>
        where TKernel : struct, IProductKernel;
}

/// <summary>Which tile each path computes with: 12 accumulators where there are 16 vector registers, 24 where there are 32.</summary>
internal static class ProductPaths
{
    /// <summary>The path of a product: emitted code is for bfloat16 in both factors, floats need none.</summary>
    public static KernelPath Choose(bool bothBf16) => bothBf16 && EmittedKernels.InUse ? KernelPath.Emitted : KernelPaths.CurrentLanes;

    /// <summary>Runs the action with the kernel of a path that <see cref="Choose"/> gave.</summary>
    public static void Dispatch<TAction>(ref TAction action, KernelPath path)
        where TAction : struct, IProductAction
    {
        switch (path)
        {
            case KernelPath.Emitted:
                action.Run<Lanes16, Bf16Kernel<Lanes16, EmittedBf16Tile>>();
                break;
            case KernelPath.V512:
                action.Run<Lanes16, FloatKernel<Lanes16, Tile12<Lanes16>>>();
                break;
            case KernelPath.V256:
                action.Run<Lanes8, FloatKernel<Lanes8, Tile6<Lanes8>>>();
                break;
            case KernelPath.V128 when AdvSimd.IsSupported:
                action.Run<Lanes4, FloatKernel<Lanes4, Tile12<Lanes4>>>();
                break;
            case KernelPath.V128:
                action.Run<Lanes4, FloatKernel<Lanes4, Tile6<Lanes4>>>();
                break;
            default:
                action.Run<Lanes1, FloatKernel<Lanes1, Tile6<Lanes1>>>();
                break;
        }
    }
}

/// <summary>One product.</summary>
internal struct SingleProduct : IProductAction
{
    public Product Product;

    public readonly void Run<V, TKernel>()
        where V : struct, ILanes<V>
        where TKernel : struct, IProductKernel => ProductDriver<V, TKernel>.Run(Product);
}
