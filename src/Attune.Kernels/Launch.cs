using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>A kernel over a range of items (elements, rows, columns) that are computed independently of each other.</summary>
internal interface IRangeKernel
{
    /// <summary>Computes items <paramref name="begin"/> to <paramref name="end"/> - 1 with vectors of type <typeparamref name="V"/>.</summary>
    void Run<V>(long begin, long end)
        where V : struct, ILanes<V>;
}

/// <summary>Runs a kernel on the current <see cref="KernelPath"/>, split over the <see cref="Workers"/>.</summary>
internal static unsafe class Launch
{
    /// <summary>Elements that one part of an elementwise kernel handles: enough to hide the handshake, a multiple of every width.</summary>
    public const long ElementGrain = 16 * 1024;

    /// <summary>Runs <paramref name="kernel"/> over <paramref name="count"/> items in parts of <paramref name="grain"/>.</summary>
    /// <remarks>
    /// Parts begin at multiples of <paramref name="grain"/>, whatever the number of threads. The kernel must be a local
    /// of the caller: threads reach it by its address.
    /// </remarks>
    public static void Range<TKernel>(ref TKernel kernel, long count, long grain)
        where TKernel : unmanaged, IRangeKernel
    {
        switch (KernelPaths.CurrentLanes)
        {
            case KernelPath.V512:
                Range<TKernel, Lanes16>(ref kernel, count, grain);
                break;
            case KernelPath.V256:
                Range<TKernel, Lanes8>(ref kernel, count, grain);
                break;
            case KernelPath.V128:
                Range<TKernel, Lanes4>(ref kernel, count, grain);
                break;
            default:
                Range<TKernel, Lanes1>(ref kernel, count, grain);
                break;
        }
    }

    /// <summary>Rows per part so that a part has about <see cref="ElementGrain"/> elements.</summary>
    public static long RowGrain(long columns) => Math.Max(1, ElementGrain / Math.Max(1, columns));

    private static void Range<TKernel, V>(ref TKernel kernel, long count, long grain)
        where TKernel : unmanaged, IRangeKernel
        where V : struct, ILanes<V>
    {
        if (count <= grain)
        {
            if (count > 0)
                Invoke<TKernel, V>((TKernel*)Unsafe.AsPointer(ref kernel), 0, count);
            return;
        }

        var job = new RangeJob<TKernel, V> { Kernel = (TKernel*)Unsafe.AsPointer(ref kernel), Count = count, Grain = grain };
        Workers.Run(ref job, checked((int)((count + grain - 1) / grain)));
    }

    // The JIT inlines a kernel into a caller that it optimizes, and then has no budget left to inline the vector operations
    // into the kernel: 3 to 10 times slower. What is not optimized inlines nothing, so a kernel is always compiled alone.
    [MethodImpl(MethodImplOptions.NoOptimization | MethodImplOptions.NoInlining)]
    private static void Invoke<TKernel, V>(TKernel* kernel, long begin, long end)
        where TKernel : unmanaged, IRangeKernel
        where V : struct, ILanes<V> => kernel->Run<V>(begin, end);

    private struct RangeJob<TKernel, V> : IJob
        where TKernel : unmanaged, IRangeKernel
        where V : struct, ILanes<V>
    {
        public TKernel* Kernel;
        public long Count;
        public long Grain;

        public readonly void Run(int part)
        {
            long begin = part * Grain;
            Invoke<TKernel, V>(Kernel, begin, Math.Min(Count, begin + Grain));
        }
    }
}
