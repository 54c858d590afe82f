using System.Globalization;
using System.Runtime.InteropServices;
using Iced.Intel;

namespace Attune.Kernels.Tests.Emitted;

public unsafe class ExecutableMemoryTests
{
    [X64Fact]
    public void Code_placed_in_memory_runs_with_the_argument_of_this_systems_convention()
    {
        long* numbers = stackalloc long[5] { 1, 10, 100, 1000, 10000 };
        var function = (delegate* unmanaged[SuppressGCTransition]<long*, long>)Place(WeightedSum(NativeConvention.Current));
        Assert.Equal(1 + 20 + 300 + 4000 + 50000, function(numbers));
        numbers[4] = -10000;
        var slow = (delegate* unmanaged<long*, long>)function;
        Assert.Equal(1 + 20 + 300 + 4000 - 50000, slow(numbers));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_interpreter_agrees_with_the_processor_on_the_same_function(bool windows)
    {
        var convention = windows ? NativeConvention.Windows : NativeConvention.SystemV;
        var interpreter = new Interpreter(WeightedSum(convention));
        long* numbers = stackalloc long[5] { 1, 10, 100, 1000, 10000 };
        interpreter.Grant(numbers, 5 * sizeof(long));
        interpreter.Call(convention, (nint)numbers);
        Assert.Equal(54321ul, interpreter[Register.RAX]);
    }

    [X64Fact]
    public void Pages_are_executable_and_no_longer_writable()
    {
        if (!OperatingSystem.IsLinux())
            return;
        ulong address = (ulong)Place([0xC3]);
        string line = File.ReadLines("/proc/self/maps").Single(line =>
        {
            ulong[] range = [.. line.Split(' ')[0].Split('-').Select(part => ulong.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            return address >= range[0] && address < range[1];
        });
        Assert.Equal("r-xp", line.Split(' ')[1]);
    }

    [Fact]
    public void When_the_system_gives_no_pages_the_status_says_why()
    {
        var source = new RefusingPages { GivesMemory = false };
        var code = EmittedCode.Load(missingInstructions: null, source);
        Assert.Equal(EmittedState.PagesRefused, code.Status.State);
        Assert.Equal("executable pages refused: mmap: Cannot allocate memory (error 12)", code.Status.ToString());
    }

    [Fact]
    public void When_pages_may_not_be_executable_the_status_says_why_and_they_are_given_back()
    {
        var source = new RefusingPages { GivesMemory = true };
        var code = EmittedCode.Load(missingInstructions: null, source);
        Assert.Equal(new EmittedStatus(EmittedState.PagesRefused, "executable pages refused: mprotect: Permission denied (error 13)"), code.Status);
        Assert.Equal(1, source.Released);
    }

    [Fact]
    public void When_instructions_are_missing_no_page_is_asked_for()
    {
        var code = EmittedCode.Load("no AVX512-BF16", new RefusingPages { Fails = true });
        Assert.Equal(new EmittedStatus(EmittedState.InstructionsMissing, "no AVX512-BF16"), code.Status);
    }

    [Fact]
    public void The_systems_own_refusal_is_told_in_words()
    {
        Assert.True(SystemPages.Instance.Reserve(0, out string? refusal) == null);
        Assert.Matches(@"^(mmap|VirtualAlloc): .+ \(error \d+\)$", refusal);
    }

    [Fact]
    public void The_status_of_this_process_fits_its_processor()
    {
        string? missing = EmittedKernels.MissingInstructions();
        Assert.Equal(missing is null, EmittedKernels.Status.State is not EmittedState.InstructionsMissing);
        if (missing is not null)
            Assert.Equal(missing, EmittedKernels.Status.Reason);
        foreach (var path in Paths.All)
        {
            using var _ = KernelPaths.Use(path);
            Assert.Equal(path is KernelPath.Emitted && EmittedKernels.Status.State is EmittedState.Available, EmittedKernels.InUse);
        }
    }

    [X64Fact]
    public void All_functions_assemble_and_are_placed_where_pages_are_given()
    {
        var code = EmittedCode.Load(missingInstructions: null, SystemPages.Instance);
        Assert.Equal(EmittedState.Available, code.Status.State);
        Assert.Equal("AVX512-BF16", code.Status.Reason);
    }

    private static byte* Place(byte[] code)
    {
        byte* start = ExecutableMemory.Place(code, SystemPages.Instance, out string? refusal);
        Assert.True(start != null, refusal);
        return start;
    }

    /// <summary>a + 2 b + 3 c + 4 d + 5 e of five numbers at an address.</summary>
    private static byte[] WeightedSum(NativeConvention convention) => EmittedKernels.Assemble(code =>
    {
        convention.Enter(code, vectors: 0);
        code.mov(AssemblerRegisters.rax, AssemblerRegisters.__qword_ptr[convention.Argument]);
        for (int number = 1; number < 5; number++)
        {
            for (int times = 0; times <= number; times++)
                code.add(AssemblerRegisters.rax, AssemblerRegisters.__qword_ptr[convention.Argument + (number * sizeof(long))]);
        }

        convention.Leave(code, vectors: 0);
    });

    private sealed class RefusingPages : IPageSource
    {
        public bool Fails { get; init; }

        public bool GivesMemory { get; init; }

        public int Released { get; private set; }

        public byte* Reserve(nuint bytes, out string? refusal)
        {
            Assert.False(Fails, "pages were asked for");
            refusal = GivesMemory ? null : "mmap: Cannot allocate memory (error 12)";
            return GivesMemory ? (byte*)NativeMemory.Alloc(bytes) : null;
        }

        public bool MakeExecutable(byte* pages, nuint bytes, out string? refusal)
        {
            refusal = "mprotect: Permission denied (error 13)";
            return false;
        }

        public void Release(byte* pages, nuint bytes)
        {
            Released++;
            NativeMemory.Free(pages);
        }
    }
}
