namespace Attune.Kernels;

/// <summary>
/// Memory that machine code runs from. Pages are written first and made executable after; they are never both, so the
/// strictest systems that allow run-time code at all allow this.
/// </summary>
internal static unsafe class ExecutableMemory
{
    /// <summary>Copies code to pages of its own, which stay for the life of the process.</summary>
    /// <returns>The address of the first byte, or null and why the system refused.</returns>
    public static byte* Place(ReadOnlySpan<byte> code, IPageSource source, out string? refusal)
    {
        nuint bytes = (nuint)code.Length;
        byte* pages = source.Reserve(bytes, out refusal);
        if (pages == null)
            return null;
        code.CopyTo(new Span<byte>(pages, code.Length));
        if (source.MakeExecutable(pages, bytes, out refusal))
            return pages;
        source.Release(pages, bytes);
        return null;
    }
}
