using Iced.Intel;

namespace Attune.Kernels.Tests.Emitted;

/// <summary>The emitted functions, run by the <see cref="Interpreter"/> on every machine and by the processor where it can.</summary>
public unsafe class Bf16CodeTests
{
    private const int Rows = Bf16Code.TileRows;
    private const int Columns = Bf16Code.TileColumns;
    private const int Stride = Columns + 7;

    /// <summary>Both conventions, every number of rows.</summary>
    public static TheoryData<bool, int> Cases
    {
        get
        {
            var cases = new TheoryData<bool, int>();
            for (int rows = 1; rows <= Rows; rows++)
            {
                cases.Add(false, rows);
                cases.Add(true, rows);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_tile_sums_pairs_in_order_and_keeps_the_callers_registers_and_memory(bool windows, int rows)
    {
        var convention = Convention(windows);
        foreach (bool add in (bool[])[false, true])
        {
            foreach (var (pairs, rowStep, step) in ((int, int, int)[])[(1, 1, rows), (2, 1, 12), (3, 5, 1), (37, 1, rows), (37, 40, 1)])
            {
                var (a, b) = (Pairs(((rows - 1) * rowStep) + ((pairs - 1) * step) + 1, 1), Pairs(pairs * Columns, 2));
                float[] before = Inputs.Normal(rows * Stride, 3), c = [.. before];
                var interpreter = new Interpreter(EmittedKernels.Assemble(code => Bf16Code.Tile(code, convention, rows, add)));
                fixed (uint* left = a, right = b)
                fixed (float* result = c)
                {
                    interpreter.Grant(left, a.Length * sizeof(uint));
                    interpreter.Grant(right, b.Length * sizeof(uint));
                    for (int row = 0; row < rows; row++)
                        interpreter.Grant(result + (row * Stride), Columns * sizeof(float), writable: true);
                    var ahead = new LinesAhead((float*)0x1000, 16);
                    Call(interpreter, convention, new(rows, pairs, new((float*)left, rowStep, step), (byte*)right, result, Stride, ahead));
                    var lines = Enumerable.Range(0, Tile.LinesAhead(2 * pairs)).Select(line => (ulong)(0x1000 + (64 * line)));
                    Assert.Equal(lines, interpreter.FetchedAhead);
                    var place = (ulong)result;
                    var fetchedRows = Enumerable.Range(0, Math.Min(rows, Tile.LinesAhead(2 * pairs))).Select(row => place + ((ulong)row * Stride * sizeof(float)));
                    Assert.Equal(fetchedRows, interpreter.FetchedNear.Where((_, i) => i % 3 == 0));
                }

                Close.AssertSameBits(Expected(rows, pairs, a, rowStep, step, b, before, add), c, "tile");
                Assert.Equal(2 * rows * pairs, interpreter.Executed(Mnemonic.Vdpbf16ps));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tile_agrees_with_double_precision(bool windows)
    {
        const int pairs = 256;
        var convention = Convention(windows);
        var (a, b) = (Pairs(pairs * Rows, 4), Pairs(pairs * Columns, 5));
        var c = new float[Rows * Columns];
        var interpreter = new Interpreter(EmittedKernels.Assemble(code => Bf16Code.Tile(code, convention, Rows, add: false)));
        fixed (uint* left = a, right = b)
        fixed (float* result = c)
        {
            interpreter.Grant(left, a.Length * sizeof(uint));
            interpreter.Grant(right, b.Length * sizeof(uint));
            interpreter.Grant(result, c.Length * sizeof(float), writable: true);
            Call(interpreter, convention, new(Rows, pairs, new((float*)left, 1, Rows), (byte*)right, result, Columns, default));
        }

        // Operands are exact and far from the denormals, so this is the rounding of single-precision sums alone.
        Close.AssertNmse(Exact(Rows, pairs, a, b), c, "tile");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_peak_loop_does_its_rounds_and_keeps_the_callers_registers(bool windows)
    {
        var interpreter = new Interpreter(EmittedKernels.Assemble(code => Bf16Code.Peak(code, Convention(windows))));
        interpreter.Call(Convention(windows), 5);
        Assert.Equal(5 * Bf16Code.PeakChains, interpreter.Executed(Mnemonic.Vdpbf16ps));
    }

    [Fact]
    public void The_model_of_the_instruction_rounds_twice_high_half_first_and_flushes_denormals()
    {
        // Above 2^24 floats are 2 apart: 1 and 1 are both lost, where their sum would not be.
        Assert.Equal(Bits(16777216f), Interpreter.DotBf16(Bits(16777216f), Pair(1, 1), Pair(1, 1)));
        // 2 arrives first and makes the last place odd, so that the tie with 1 goes up; the other way round 1 is lost.
        Assert.Equal(Bits(16777220f), Interpreter.DotBf16(Bits(16777216f), Pair(1, 2), Pair(1, 1)));
        Assert.Equal(Bits(16777218f), Interpreter.DotBf16(Bits(16777216f), Pair(2, 1), Pair(1, 1)));
        Assert.Equal(Bits(1f), Interpreter.DotBf16(Bits(1f), 0x00010001, Pair(1e38f, 1e38f)));
        Assert.Equal(Bits(0f), Interpreter.DotBf16(1, 0, 0));
        Assert.Equal(Bits(0f), Interpreter.DotBf16(0, Pair(1e-30f, 0), Pair(1e-10f, 0)));
        Assert.True(float.IsNaN(BitConverter.UInt32BitsToSingle(Interpreter.DotBf16(0, Pair(float.PositiveInfinity, 0), Pair(0, 0)))));
    }

    [EmittedFact]
    public void The_processor_agrees_with_double_precision()
    {
        // To the tolerance, not to the bit: manuals leave room for how the two products of a pair are summed.
        for (int rows = 1; rows <= Rows; rows++)
        {
            foreach (int pairs in (int[])[1, 2, 3, 8, 129])
            {
                var (a, b) = (Pairs(pairs * rows, 6), Pairs(pairs * Columns, 7));
                float[] set = Inputs.Normal(rows * Columns, 8), added = [.. set];
                double[] expected = Exact(rows, pairs, a, b), sum = [.. expected.Zip(added, (product, old) => product + old)];
                fixed (uint* left = a, right = b)
                fixed (float* one = set, two = added)
                {
                    var panel = new LeftPanel((float*)left, 1, rows);
                    var ahead = new LinesAhead((float*)right, 0);
                    EmittedBf16Tile.Multiply(rows, pairs, panel, (byte*)right, one, Columns, add: false, ahead);
                    EmittedBf16Tile.Multiply(rows, pairs, panel, (byte*)right, two, Columns, add: true, ahead);
                }

                Close.AssertNmse(expected, set, "tile");
                Close.AssertNmse(sum, added, "tile, added");
            }
        }
    }

    private static void Call(Interpreter interpreter, NativeConvention convention, Bf16TileCall call)
    {
        interpreter.Grant(&call, sizeof(Bf16TileCall));
        interpreter.Call(convention, (nint)(&call));
    }

    private static NativeConvention Convention(bool windows) => windows ? NativeConvention.Windows : NativeConvention.SystemV;

    /// <summary>What the tile is documented to do, one number at a time.</summary>
    private static float[] Expected(int rows, int pairs, uint[] a, int rowStep, int step, uint[] b, float[] before, bool add)
    {
        float[] c = [.. before];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                uint sum = 0;
                for (int p = 0; p < pairs; p++)
                    sum = Interpreter.DotBf16(sum, a[(p * step) + (row * rowStep)], b[(p * Columns) + column]);
                int place = (row * Stride) + column;
                c[place] = BitConverter.UInt32BitsToSingle(sum) + (add ? before[place] : 0);
            }
        }

        return c;
    }

    private static double[] Exact(int rows, int pairs, uint[] a, uint[] b)
    {
        var c = new double[rows * Columns];
        for (int i = 0; i < c.Length; i++)
        {
            for (int p = 0; p < pairs; p++)
            {
                uint x = a[(p * rows) + (i / Columns)], y = b[(p * Columns) + (i % Columns)];
                c[i] += ((double)Half(x, 0) * Half(y, 0)) + ((double)Half(x, 1) * Half(y, 1));
            }
        }

        return c;
    }

    private static uint[] Pairs(int count, int seed)
    {
        float[] values = Inputs.Normal(2 * count, seed);
        return [.. Enumerable.Range(0, count).Select(i => Pair(values[2 * i], values[(2 * i) + 1]))];
    }

    private static uint Pair(float low, float high) => ((BFloat16)low).Bits | ((uint)((BFloat16)high).Bits << 16);

    private static float Half(uint pair, int half) => BFloat16.FromBits((ushort)(pair >> (16 * half)));

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
