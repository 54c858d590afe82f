using System.Runtime.InteropServices;

namespace Attune.Kernels;

/// <summary>Pages of the operating system.</summary>
internal sealed unsafe partial class SystemPages : IPageSource
{
    public static readonly SystemPages Instance = new();

    private const int ReadWrite = 1 | 2;
    private const int ReadExecute = 1 | 4;
    private const int Private = 2;
    private const int AnonymousOnLinux = 0x20;
    private const int AnonymousOnMac = 0x1000;

    private const uint CommitAndReserve = 0x3000;
    private const uint WindowsReadWrite = 4;
    private const uint WindowsReadExecute = 0x20;
    private const uint WindowsRelease = 0x8000;

    public byte* Reserve(nuint bytes, out string? refusal)
    {
        if (OperatingSystem.IsWindows())
        {
            void* allocated = VirtualAlloc(null, bytes, CommitAndReserve, WindowsReadWrite);
            refusal = allocated == null ? LastError("VirtualAlloc") : null;
            return (byte*)allocated;
        }

        int flags = Private | (OperatingSystem.IsMacOS() ? AnonymousOnMac : AnonymousOnLinux);
        void* mapped = MMap(null, bytes, ReadWrite, flags, -1, 0);
        bool failed = mapped == (void*)-1;
        refusal = failed ? LastError("mmap") : null;
        return failed ? null : (byte*)mapped;
    }

    public bool MakeExecutable(byte* pages, nuint bytes, out string? refusal)
    {
        if (OperatingSystem.IsWindows())
        {
            bool allowed = VirtualProtect(pages, bytes, WindowsReadExecute, out _) != 0;
            refusal = allowed ? null : LastError("VirtualProtect");
            return allowed;
        }

        bool done = MProtect(pages, bytes, ReadExecute) == 0;
        refusal = done ? null : LastError("mprotect");
        return done;
    }

    public void Release(byte* pages, nuint bytes)
    {
        if (OperatingSystem.IsWindows())
            _ = VirtualFree(pages, 0, WindowsRelease);
        else
            _ = MUnmap(pages, bytes);
    }

    private static string LastError(string call)
    {
        int code = Marshal.GetLastPInvokeError();
        return $"{call}: {Marshal.GetPInvokeErrorMessage(code)} (error {code})";
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* MMap(void* address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int MProtect(void* address, nuint bytes, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int MUnmap(void* address, nuint bytes);

    [LibraryImport("kernel32", EntryPoint = "VirtualAlloc", SetLastError = true)]
    private static partial void* VirtualAlloc(void* address, nuint bytes, uint type, uint protection);

    [LibraryImport("kernel32", EntryPoint = "VirtualProtect", SetLastError = true)]
    private static partial int VirtualProtect(void* address, nuint bytes, uint protection, out uint previous);

    [LibraryImport("kernel32", EntryPoint = "VirtualFree")]
    private static partial int VirtualFree(void* address, nuint bytes, uint type);
}
