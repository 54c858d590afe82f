namespace Attune.Kernels;

/// <summary>Where <see cref="ExecutableMemory"/> gets pages: the operating system, or a test that refuses them.</summary>
internal unsafe interface IPageSource
{
    /// <summary>Pages that can be read and written, or null and the system's reason.</summary>
    byte* Reserve(nuint bytes, out string? refusal);

    /// <summary>Makes pages readable and executable and no longer writable; false and the system's reason if it may not be.</summary>
    bool MakeExecutable(byte* pages, nuint bytes, out string? refusal);

    /// <summary>Gives pages back.</summary>
    void Release(byte* pages, nuint bytes);
}
