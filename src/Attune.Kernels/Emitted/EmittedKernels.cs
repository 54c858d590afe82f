using System.Runtime.Intrinsics.X86;
using Iced.Intel;

namespace Attune.Kernels;

/// <summary>
/// Kernels assembled at run time for instructions that .NET does not expose (today AVX512-BF16), behind the same
/// functions as all others: where they cannot be used, the widest vectors of .NET are.
/// </summary>
public static unsafe class EmittedKernels
{
    private const int Leaf = 7;
    private const int Bf16Bit = 1 << 5;

    private static readonly bool s_faster = MissingInstructions() is null && !IsIntel();

    private static readonly Lazy<EmittedCode> s_code = new(() => EmittedCode.Load(MissingInstructions(), SystemPages.Instance));

    /// <summary>Whether this process can use them, and if not, why.</summary>
    public static EmittedStatus Status => s_code.Value.Status;

    /// <summary>
    /// True where VDPBF16PS beats fused multiply-adds on widened floats. On Intel's processors it does not: one takes two
    /// cycles, in which four fused multiply-adds do twice its work (AMD's start one or two every cycle).
    /// </summary>
    public static bool AreFaster => s_faster;

    /// <summary>The functions; to be called only when <see cref="Status"/> is available.</summary>
    internal static EmittedCode Code => s_code.Value;

    /// <summary>True when kernels called from this thread take the emitted path.</summary>
    internal static bool InUse => KernelPaths.Current is KernelPath.Emitted && Status.State is EmittedState.Available;

    /// <summary>What the processor lacks, or null.</summary>
    internal static string? MissingInstructions()
    {
        if (!X86Base.X64.IsSupported)
            return "not an x64 processor";
        if (!Avx512F.IsSupported)
            return "no AVX-512";
        return X86Base.CpuId(Leaf, 0).Eax >= 1 && (X86Base.CpuId(Leaf, 1).Eax & Bf16Bit) != 0 ? null : "no AVX512-BF16";
    }

    private static bool IsIntel()
    {
        // "GenuineIntel"
        var (_, ebx, ecx, edx) = X86Base.CpuId(0, 0);
        return (ebx, edx, ecx) == (0x756E6547, 0x49656E69, 0x6C65746E);
    }

    /// <summary>The machine code of one function.</summary>
    internal static byte[] Assemble(Action<Assembler> function)
    {
        var assembler = new Assembler(64);
        function(assembler);
        using var bytes = new MemoryStream();
        assembler.Assemble(new StreamCodeWriter(bytes), rip: 0);
        return bytes.ToArray();
    }
}
