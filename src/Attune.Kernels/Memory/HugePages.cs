using System.Runtime.InteropServices;

namespace Attune.Kernels;

/// <summary>Asks Linux to back a range with 2 MiB pages: fewer misses when addresses are looked up. Does nothing elsewhere.</summary>
internal static unsafe partial class HugePages
{
    private const int MadviseHugePage = 14;

    public static void Advise(void* address, long bytes)
    {
        // Advice only: a refusal changes the speed and nothing else.
        if (OperatingSystem.IsLinux() && bytes > 0)
            _ = Madvise(address, (nuint)bytes, MadviseHugePage);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* address, nuint length, int advice);
}
