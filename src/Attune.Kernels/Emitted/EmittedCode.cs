namespace Attune.Kernels;

/// <summary>The emitted functions of this process.</summary>
internal sealed unsafe class EmittedCode
{
    private const int FunctionAlignment = 64;

    // Two tiles, overwriting and adding, for every number of rows; then the peak loop.
    private readonly nint[] _functions = [];

    private EmittedCode(EmittedStatus status) => Status = status;

    private EmittedCode(EmittedStatus status, nint[] functions)
        : this(status) => _functions = functions;

    public EmittedStatus Status { get; }

    /// <summary>Assembles all functions and places them, unless instructions are missing.</summary>
    public static EmittedCode Load(string? missingInstructions, IPageSource pages)
    {
        if (missingInstructions is not null)
            return new EmittedCode(new EmittedStatus(EmittedState.InstructionsMissing, missingInstructions));

        var convention = NativeConvention.Current;
        var functions = new List<byte[]>();
        for (int rows = 1; rows <= Bf16Code.TileRows; rows++)
        {
            int count = rows;
            functions.Add(EmittedKernels.Assemble(assembler => Bf16Code.Tile(assembler, convention, count, add: false)));
            functions.Add(EmittedKernels.Assemble(assembler => Bf16Code.Tile(assembler, convention, count, add: true)));
        }

        functions.Add(EmittedKernels.Assemble(assembler => Bf16Code.Peak(assembler, convention)));

        var addresses = new nint[functions.Count];
        using var code = new MemoryStream();
        for (int i = 0; i < addresses.Length; i++)
        {
            code.SetLength((code.Length + FunctionAlignment - 1) / FunctionAlignment * FunctionAlignment);
            code.Position = addresses[i] = (nint)code.Length;
            code.Write(functions[i]);
        }

        byte* start = ExecutableMemory.Place(code.ToArray(), pages, out string? refusal);
        if (start == null)
            return new EmittedCode(new EmittedStatus(EmittedState.PagesRefused, $"executable pages refused: {refusal}"));
        for (int i = 0; i < addresses.Length; i++)
            addresses[i] += (nint)start;
        return new EmittedCode(new EmittedStatus(EmittedState.Available, "AVX512-BF16"), addresses);
    }

    /// <summary>Runs <see cref="Bf16Code.Tile"/>. The collector is not told, for it returns within microseconds.</summary>
    public void Bf16Tile(int rows, Bf16TileCall* call, bool add) =>
        ((delegate* unmanaged[SuppressGCTransition]<Bf16TileCall*, void>)_functions[(2 * (rows - 1)) + (add ? 1 : 0)])(call);

    /// <summary>Runs <see cref="Bf16Code.Peak"/>.</summary>
    public void Bf16Peak(long rounds) => ((delegate* unmanaged<nint, void>)_functions[^1])((nint)rounds);
}
