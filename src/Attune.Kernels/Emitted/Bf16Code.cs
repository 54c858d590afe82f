using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Attune.Kernels;

/// <summary>
/// Machine code around VDPBF16PS (AVX512-BF16), the dot product of bfloat16 pairs that .NET does not expose: in every
/// 32-bit lane, c += a.high * b.high, then c += a.low * b.low, each sum rounded to nearest even, denormal operands and
/// results taken as zero. Intel SDM, volume 2, VDPBF16PS.
/// </summary>
internal static class Bf16Code
{
    /// <summary>The most rows of a tile.</summary>
    public const int TileRows = 12;

    /// <summary>Columns of a tile: two vectors.</summary>
    public const int TileColumns = 32;

    /// <summary>Chains of dependent sums in <see cref="Peak"/>: more than any processor's latency times throughput.</summary>
    public const int PeakChains = 24;

    private const int VectorBytes = 64;
    private const int PairBytes = 4;
    private const int FirstB = 24;
    private const int FirstA = 26;
    private const int VectorsUsed = 30;

    /// <summary>
    /// A function (pairs, a, b, c, bytes from one row of c to the next): c tile = (or += when <paramref name="add"/>) the
    /// sum from zero, in order, over pairs of depths; a is [pairs, rows, 2], b is [pairs, 32, 2], c [rows, 32] floats.
    /// </summary>
    /// <remarks>
    /// Each pair of a is broadcast to a register once and used twice. The 24 products of 12 rows then need 14 loads; as memory
    /// operands they would need 26, more than two a cycle can keep up with.
    /// </remarks>
    public static void Tile(Assembler assembler, NativeConvention convention, int rows, bool add)
    {
        convention.Enter(assembler, arguments: 5, VectorsUsed);
        var (pairs, a, b) = (convention.Argument(0), convention.Argument(1), convention.Argument(2));
        var (c, rowBytes) = (convention.Argument(3), convention.Argument(4));

        // The rows of c lie on as many pages: fetch them while the products are summed.
        assembler.mov(rax, c);
        for (int row = 0; row < rows; row++)
        {
            assembler.prefetcht0(__byte_ptr[rax]);
            assembler.prefetcht0(__byte_ptr[rax + VectorBytes]);
            assembler.prefetcht0(__byte_ptr[rax + (2 * VectorBytes) - 1]);
            assembler.add(rax, rowBytes);
        }

        for (int i = 0; i < 2 * rows; i++)
            assembler.vpxord(Vector(i), Vector(i), Vector(i));

        var next = assembler.CreateLabel("pair");
        assembler.Label(ref next);
        assembler.vmovups(Vector(FirstB), __zmmword_ptr[b]);
        assembler.vmovups(Vector(FirstB + 1), __zmmword_ptr[b + VectorBytes]);
        for (int row = 0; row < rows; row++)
        {
            var broadcast = Vector(FirstA + (row % (VectorsUsed - FirstA)));
            assembler.vpbroadcastd(broadcast, __dword_ptr[a + (row * PairBytes)]);
            assembler.vdpbf16ps(Vector(2 * row), broadcast, Vector(FirstB));
            assembler.vdpbf16ps(Vector((2 * row) + 1), broadcast, Vector(FirstB + 1));
        }

        assembler.add(a, rows * PairBytes);
        assembler.add(b, 2 * VectorBytes);
        assembler.dec(pairs);
        assembler.jnz(next);

        for (int i = 0; i < 2 * rows; i++)
        {
            var place = __zmmword_ptr[c + (i % 2 * VectorBytes)];
            if (add)
                assembler.vaddps(Vector(i), Vector(i), place);
            assembler.vmovups(place, Vector(i));
            if (i % 2 == 1 && i + 1 < 2 * rows)
                assembler.add(c, rowBytes);
        }

        convention.Leave(assembler, VectorsUsed);
    }

    /// <summary>A function (rounds): <see cref="PeakChains"/> products a round on registers alone, to measure the processor.</summary>
    public static void Peak(Assembler assembler, NativeConvention convention)
    {
        convention.Enter(assembler, arguments: 1, VectorsUsed);
        var rounds = convention.Argument(0);
        for (int i = 0; i < VectorsUsed; i++)
            assembler.vpxord(Vector(i), Vector(i), Vector(i));
        var next = assembler.CreateLabel("round");
        assembler.Label(ref next);
        for (int i = 0; i < PeakChains; i++)
            assembler.vdpbf16ps(Vector(i), Vector(FirstA), Vector(FirstB));
        assembler.dec(rounds);
        assembler.jnz(next);
        convention.Leave(assembler, VectorsUsed);
    }

    private static AssemblerRegisterZMM Vector(int index) => new(Register.ZMM0 + index);
}
