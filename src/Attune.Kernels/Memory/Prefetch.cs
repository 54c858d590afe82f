using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Attune.Kernels;

/// <summary>Asks for memory before it is needed; never fails, whatever the address. Does nothing on processors other than x86.</summary>
internal static unsafe class Prefetch
{
    /// <summary>
    /// Elements ahead that streams are read: beyond the end of a page of 4 KiB the processor's own prefetcher does not look.
    /// </summary>
    public const int Ahead = 512;

    /// <summary>Fetches a cache line that will be read soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    /// <summary>Fetches a cache line into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Second(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(address);
    }
}
