using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Attune.Kernels;

/// <summary>
/// How native code is called on x64: where a function finds its argument and which registers it must hand back as they were.
/// Emitted functions are leaves of one argument that take the same general registers under both conventions.
/// </summary>
internal sealed class NativeConvention
{
    /// <summary>Linux and macOS: no vector register preserved.</summary>
    public static readonly NativeConvention SystemV = new(rdi, firstSaved: 32, lastSaved: 31);

    /// <summary>Windows: xmm6 to xmm15 preserved.</summary>
    public static readonly NativeConvention Windows = new(rcx, firstSaved: 6, lastSaved: 15);

    private const int XmmBytes = 16;

    // Preserved under both conventions.
    private static readonly AssemblerRegister64[] s_saved = [rbx, rbp, r12, r13];

    private readonly int _firstSaved;
    private readonly int _lastSaved;

    private NativeConvention(AssemblerRegister64 argument, int firstSaved, int lastSaved)
    {
        Argument = argument;
        _firstSaved = firstSaved;
        _lastSaved = lastSaved;
    }

    /// <summary>The convention of this process.</summary>
    public static NativeConvention Current => OperatingSystem.IsWindows() ? Windows : SystemV;

    /// <summary>The register of the only argument, an integer or a pointer. Free beside it are rax, rdx and r8 to r11, and between <see cref="Enter"/> and <see cref="Leave"/> rbx, rbp, r12 and r13.</summary>
    public AssemblerRegister64 Argument { get; }

    /// <summary>Begins a function of one argument that uses vector registers 0 to <paramref name="vectors"/> - 1.</summary>
    public void Enter(Assembler assembler, int vectors)
    {
        foreach (var register in s_saved)
            assembler.push(register);
        int saved = Saved(vectors);
        if (saved == 0)
            return;
        assembler.sub(rsp, saved * XmmBytes);
        for (int i = 0; i < saved; i++)
            assembler.vmovups(__xmmword_ptr[rsp + (i * XmmBytes)], new AssemblerRegisterXMM(Register.XMM0 + _firstSaved + i));
    }

    /// <summary>Ends the function that <see cref="Enter"/> began.</summary>
    public void Leave(Assembler assembler, int vectors)
    {
        if (vectors > 0)
            assembler.vzeroupper();
        int saved = Saved(vectors);
        for (int i = 0; i < saved; i++)
            assembler.vmovups(new AssemblerRegisterXMM(Register.XMM0 + _firstSaved + i), __xmmword_ptr[rsp + (i * XmmBytes)]);
        if (saved > 0)
            assembler.add(rsp, saved * XmmBytes);
        foreach (var register in s_saved.Reverse())
            assembler.pop(register);
        assembler.ret();
    }

    private int Saved(int vectors) => Math.Clamp(vectors - _firstSaved, 0, _lastSaved - _firstSaved + 1);
}
