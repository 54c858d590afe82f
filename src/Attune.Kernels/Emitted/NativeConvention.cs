using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Attune.Kernels;

/// <summary>
/// How native code is called on x64: where a function finds its arguments and which vector registers it must hand back
/// as they were. Emitted functions are leaves that use only general registers free under both conventions.
/// </summary>
internal sealed class NativeConvention
{
    /// <summary>Linux and macOS: six arguments in registers, no vector register preserved.</summary>
    public static readonly NativeConvention SystemV = new([rdi, rsi, rdx, rcx, r8], firstSaved: 32, lastSaved: 31);

    /// <summary>Windows: four arguments in registers, the next on the stack; xmm6 to xmm15 preserved.</summary>
    public static readonly NativeConvention Windows = new([rcx, rdx, r8, r9, r10], firstSaved: 6, lastSaved: 15);

    // Above the return address lies the room that a Windows caller leaves for the four registers.
    private const int FirstStackArgument = 8 + 32;
    private const int XmmBytes = 16;

    private readonly AssemblerRegister64[] _arguments;
    private readonly int _firstSaved;
    private readonly int _lastSaved;

    private NativeConvention(AssemblerRegister64[] arguments, int firstSaved, int lastSaved)
    {
        _arguments = arguments;
        _firstSaved = firstSaved;
        _lastSaved = lastSaved;
    }

    /// <summary>The convention of this process.</summary>
    public static NativeConvention Current => OperatingSystem.IsWindows() ? Windows : SystemV;

    /// <summary>The register of an integer or pointer argument, once <see cref="Enter"/> was emitted.</summary>
    public AssemblerRegister64 Argument(int index) => _arguments[index];

    /// <summary>Begins a function of up to five arguments that uses vector registers 0 to <paramref name="vectors"/> - 1.</summary>
    public void Enter(Assembler assembler, int arguments, int vectors)
    {
        if (this == Windows && arguments == 5)
            assembler.mov(r10, __qword_ptr[rsp + FirstStackArgument]);
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
        assembler.ret();
    }

    private int Saved(int vectors) => Math.Clamp(vectors - _firstSaved, 0, _lastSaved - _firstSaved + 1);
}
