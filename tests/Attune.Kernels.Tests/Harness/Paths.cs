namespace Attune.Kernels.Tests;

/// <summary>Every kernel path and the thread counts that must give the same bits.</summary>
internal static class Paths
{
    public static readonly KernelPath[] All =
        [KernelPath.Scalar, KernelPath.V128, KernelPath.V256, KernelPath.V512, KernelPath.Emitted];

    public static readonly int[] Threads = [1, 2, 3, 8];

    /// <summary>For <c>[MemberData]</c>: one case a path.</summary>
    public static TheoryData<KernelPath> Data => [.. All];
}
