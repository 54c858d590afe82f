using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Attune.Formats;

/// <summary>
/// Makes what a folder says of its files, such as a rename, outlast a power cut: .NET flushes files but opens no folders, so this asks
/// the C library. Best effort: where a folder cannot be opened or its file system cannot flush one, nothing happens, and nothing is done
/// on Windows, which has no such call.
/// </summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0; // the same number on every Unix

    /// <returns>Whether it was done.</returns>
    public static bool TryFlush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return false;
        try
        {
            using var handle = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);
            if (handle.IsInvalid)
                return false;
            RandomAccess.FlushToDisk(handle);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException)
        {
            return false; // the rename has happened; there is nothing to take back
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
