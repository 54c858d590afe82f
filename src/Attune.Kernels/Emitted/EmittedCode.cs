namespace Attune.Kernels;

/// <summary>The emitted functions of this process.</summary>
internal sealed unsafe class EmittedCode
{
    private const int FunctionAlignment = 64;

    private EmittedCode(EmittedStatus status) => Status = status;

    public EmittedStatus Status { get; }

    /// <summary><see cref="Bf16Code.Tile"/> that overwrites. Called without telling the collector: it returns within microseconds.</summary>
    public delegate* unmanaged[SuppressGCTransition]<nint, byte*, byte*, float*, nint, void> Bf16Tile { get; private init; }

    /// <summary><see cref="Bf16Code.Tile"/> that adds.</summary>
    public delegate* unmanaged[SuppressGCTransition]<nint, byte*, byte*, float*, nint, void> Bf16TileAdd { get; private init; }

    /// <summary><see cref="Bf16Code.Peak"/>.</summary>
    public delegate* unmanaged<nint, void> Bf16Peak { get; private init; }

    /// <summary>Assembles all functions and places them, unless instructions are missing.</summary>
    public static EmittedCode Load(string? missingInstructions, IPageSource pages)
    {
        if (missingInstructions is not null)
            return new EmittedCode(new EmittedStatus(EmittedState.InstructionsMissing, missingInstructions));

        var convention = NativeConvention.Current;
        byte[][] functions =
        [
            EmittedKernels.Assemble(assembler => Bf16Code.Tile(assembler, convention, add: false)),
            EmittedKernels.Assemble(assembler => Bf16Code.Tile(assembler, convention, add: true)),
            EmittedKernels.Assemble(assembler => Bf16Code.Peak(assembler, convention)),
        ];

        var offsets = new int[functions.Length];
        int bytes = 0;
        for (int i = 0; i < functions.Length; i++)
        {
            offsets[i] = bytes;
            bytes += (functions[i].Length + FunctionAlignment - 1) / FunctionAlignment * FunctionAlignment;
        }

        var code = new byte[bytes];
        for (int i = 0; i < functions.Length; i++)
            functions[i].CopyTo(code, offsets[i]);

        byte* start = ExecutableMemory.Place(code, pages, out string? refusal);
        if (start == null)
            return new EmittedCode(new EmittedStatus(EmittedState.PagesRefused, $"executable pages refused: {refusal}"));
        return new EmittedCode(new EmittedStatus(EmittedState.Available, "AVX512-BF16"))
        {
            Bf16Tile = (delegate* unmanaged[SuppressGCTransition]<nint, byte*, byte*, float*, nint, void>)(start + offsets[0]),
            Bf16TileAdd = (delegate* unmanaged[SuppressGCTransition]<nint, byte*, byte*, float*, nint, void>)(start + offsets[1]),
            Bf16Peak = (delegate* unmanaged<nint, void>)(start + offsets[2]),
        };
    }
}
