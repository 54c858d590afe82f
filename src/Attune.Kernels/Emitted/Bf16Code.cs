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

    /// <summary>Pairs of a chunk: <see cref="Attune.Kernels.Tile.StepsPerLine"/> depths.</summary>
    public const int ChunkPairs = Attune.Kernels.Tile.StepsPerLine / 2;

    /// <summary>Chains of dependent sums in <see cref="Peak"/>: more than any processor's latency times throughput.</summary>
    public const int PeakChains = 24;

    private const int VectorBytes = 64;
    private const int FirstB = 24;
    private const int FirstA = 26;
    private const int VectorsUsed = 30;

    /// <summary>
    /// A function of a <see cref="Bf16TileCall"/>: c tile = (or += when <paramref name="add"/>) the sum from zero, in order, over pairs of depths;
    /// a has pairs wherever the call's steps say, b is [pairs, 32, 2], c [rows, 32] floats.
    /// </summary>
    /// <remarks>
    /// Each pair of a is broadcast to a register once and used twice. The 24 products of 12 rows then need 14 loads; as memory
    /// operands they would need 26, more than two a cycle can keep up with. Three pointers reach all rows of a by scaled addressing. What is wanted next, a row of c and a line ahead, comes a chunk of pairs at
    /// a time: all at once, the factors would wait behind it.
    /// </remarks>
    public static void Tile(Assembler assembler, NativeConvention convention, int rows, bool add)
    {
        var call = convention.Argument;
        var (count, b, c, ahead) = (rax, rbx, r12, r13);
        var (row, threeRows, step) = (r10, r11, rbp);
        AssemblerRegister64[] fours = [rdx, r8, r9];
        int pointers = (rows + 3) / 4;
        convention.Enter(assembler, VectorsUsed);
        assembler.mov(row, __qword_ptr[call + Bf16TileCall.At(nameof(Bf16TileCall.ARowBytes))]);
        assembler.mov(step, __qword_ptr[call + Bf16TileCall.At(nameof(Bf16TileCall.AStepBytes))]);
        assembler.lea(threeRows, __[row + (row * 2)]);
        assembler.mov(fours[0], __qword_ptr[call + Bf16TileCall.At(nameof(Bf16TileCall.A))]);
        for (int i = 1; i < pointers; i++)
            assembler.lea(fours[i], __[fours[i - 1] + (row * 4)]);
        assembler.mov(b, __qword_ptr[call + Bf16TileCall.At(nameof(Bf16TileCall.B))]);
        assembler.mov(c, __qword_ptr[call + Bf16TileCall.At(nameof(Bf16TileCall.C))]);
        assembler.mov(ahead, __qword_ptr[call + Bf16TileCall.At(nameof(Bf16TileCall.Ahead))]);
        for (int i = 0; i < 2 * rows; i++)
            assembler.vpxord(Vector(i), Vector(i), Vector(i));

        Repeat(nameof(Bf16TileCall.ChunksWithRow), ChunkPairs, () =>
        {
            // A row of c may lie across one more line.
            assembler.prefetcht0(__byte_ptr[c]);
            assembler.prefetcht0(__byte_ptr[c + VectorBytes]);
            assembler.prefetcht0(__byte_ptr[c + (2 * VectorBytes) - 1]);
            assembler.add(c, __qword_ptr[call + Bf16TileCall.At(nameof(Bf16TileCall.RowBytes))]);
            FetchAhead();
        });
        Repeat(nameof(Bf16TileCall.Chunks), ChunkPairs, FetchAhead);
        Repeat(nameof(Bf16TileCall.Pairs), 1, () => { });

        assembler.mov(c, __qword_ptr[call + Bf16TileCall.At(nameof(Bf16TileCall.C))]);
        for (int i = 0; i < 2 * rows; i++)
        {
            var place = __zmmword_ptr[c + (i % 2 * VectorBytes)];
            if (add)
                assembler.vaddps(Vector(i), Vector(i), place);
            assembler.vmovups(place, Vector(i));
            if (i % 2 == 1 && i + 1 < 2 * rows)
                assembler.add(c, __qword_ptr[call + Bf16TileCall.At(nameof(Bf16TileCall.RowBytes))]);
        }

        convention.Leave(assembler, VectorsUsed);

        // So many pairs at a time, as often as a field of the call says.
        void Repeat(string times, int pairs, Action before)
        {
            var (next, end) = (assembler.CreateLabel(), assembler.CreateLabel());
            assembler.mov(count, __qword_ptr[call + Bf16TileCall.At(times)]);
            assembler.test(count, count);
            assembler.je(end);
            assembler.Label(ref next);
            before();
            for (int p = 0; p < pairs; p++)
                Pair(p);
            assembler.add(b, pairs * 2 * VectorBytes);
            assembler.dec(count);
            assembler.jne(next);
            assembler.Label(ref end);
        }

        void FetchAhead()
        {
            assembler.prefetcht1(__byte_ptr[ahead]);
            assembler.add(ahead, __qword_ptr[call + Bf16TileCall.At(nameof(Bf16TileCall.AheadBytes))]);
        }

        void Pair(int p)
        {
            assembler.vmovups(Vector(FirstB), __zmmword_ptr[b + (p * 2 * VectorBytes)]);
            assembler.vmovups(Vector(FirstB + 1), __zmmword_ptr[b + (((p * 2) + 1) * VectorBytes)]);
            for (int i = 0; i < rows; i++)
            {
                var broadcast = Vector(FirstA + (i % (VectorsUsed - FirstA)));
                var four = fours[i / 4];
                assembler.vpbroadcastd(broadcast, (i % 4) switch
                {
                    0 => __dword_ptr[four],
                    1 => __dword_ptr[four + row],
                    2 => __dword_ptr[four + (row * 2)],
                    _ => __dword_ptr[four + threeRows],
                });
                assembler.vdpbf16ps(Vector(2 * i), broadcast, Vector(FirstB));
                assembler.vdpbf16ps(Vector((2 * i) + 1), broadcast, Vector(FirstB + 1));
            }

            for (int i = 0; i < pointers; i++)
                assembler.add(fours[i], step);
        }
    }

    /// <summary>A function (rounds): <see cref="PeakChains"/> products a round on registers alone, to measure the processor.</summary>
    public static void Peak(Assembler assembler, NativeConvention convention)
    {
        convention.Enter(assembler, VectorsUsed);
        var rounds = convention.Argument;
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
