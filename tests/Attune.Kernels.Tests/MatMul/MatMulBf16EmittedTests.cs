using Attune.Kernels.Tests.Emitted;

namespace Attune.Kernels.Tests;

/// <summary>
/// The product around the emitted tile, on machines without its instruction too: the tile is replaced by a model of it, or
/// its machine code by the <see cref="Interpreter"/>.
/// </summary>
public unsafe class MatMulBf16EmittedTests
{
    private static readonly bool[] s_both = [false, true];

    [Fact]
    public void Every_transposition_equals_the_reference()
    {
        foreach (int m in new[] { 1, 2, 11, 12, 13, 24, 37 })
        {
            foreach (int n in new[] { 1, 31, 32, 33, 70 })
            {
                foreach (int k in new[] { 1, 2, 3, 8, 9, 66, 97 })
                {
                    foreach (bool transposeA in s_both)
                    {
                        foreach (bool transposeB in s_both)
                            Case(m, n, k, transposeA, transposeB).AssertEqualsReference();
                    }
                }
            }
        }
    }

    [Fact]
    public void Every_length_of_every_dimension_equals_the_reference()
    {
        foreach (int length in Inputs.Lengths)
        {
            foreach (bool transposed in s_both)
            {
                Case(length, 5, 9, transposed, false).AssertEqualsReference();
                Case(20, length, 9, false, transposed).AssertEqualsReference();
                Case(3, length, 9, false, transposed).AssertEqualsReference();
                Case(20, 5, length, transposed, transposed).AssertEqualsReference();
            }
        }
    }

    [Fact]
    public void Strides_skip_what_lies_between_rows_even_NaN()
    {
        foreach (int m in new[] { 1, 4, 13, 30 })
        {
            foreach (int gap in new[] { 1, 2, 3 })
            {
                foreach (bool transposeA in s_both)
                {
                    foreach (bool transposeB in s_both)
                        Case(m, 37, 22, transposeA, transposeB, gap, accumulate: gap == 2).AssertEqualsReference();
                }
            }
        }
    }

    [Fact]
    public void Every_element_is_summed_in_pairs_in_blocks_of_fixed_depth_in_order()
    {
        int block = Bf16Kernel<Lanes16, ModelTile>.BlockDepth;
        const int n = 33;
        int k = (2 * block) + 11;
        foreach (int m in new[] { 1, 12, 14 })
        {
            var test = Case(m, n, k, false, true);
            float[] actual = test.Run();
            for (int i = 0; i < actual.Length; i++)
            {
                float total = 0;
                for (int begin = 0; begin < k; begin += block)
                {
                    uint sum = 0;
                    for (int p = begin; p < Math.Min(k, begin + block); p += 2)
                        sum = Interpreter.DotBf16(sum, Pair(test.A, i / n * k, p, k), Pair(test.B, i % n * k, p, k));
                    total = begin == 0 ? BitConverter.UInt32BitsToSingle(sum) : total + BitConverter.UInt32BitsToSingle(sum);
                }

                Assert.Equal(total, actual[i]);
            }
        }
    }

    [Fact]
    public void A_row_alone_has_the_bits_it_has_among_others()
    {
        const int n = 45;
        foreach (bool transposeB in s_both)
        {
            var test = Case(103, n, 900, false, transposeB, epilogue: true);
            float[] all = test.Run();
            foreach (var (first, count) in new[] { (0, 1), (57, 1), (102, 1), (3, 7), (20, 12), (30, 13), (4, 16) })
                Close.AssertSameBits(all.AsSpan(first * n, count * n), test.Rows(first, count), $"rows {first} + {count}");
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        foreach (var (m, n, k) in new[] { (130, 90, 70), (1, 500, 300), (12, 64, 800), (200, 33, 800) })
        {
            var test = Case(m, n, k, false, true, epilogue: true);
            float[]? expected = null;
            foreach (int threads in Paths.Threads)
            {
                using var workers = Workers.Use(threads);
                float[] actual = test.Run();
                Close.AssertSameBits(expected ??= actual, actual, $"{threads} threads, {m} x {n} x {k}");
            }
        }
    }

    [Fact]
    public void A_packed_matrix_gives_the_same_bits()
    {
        foreach (int m in new[] { 1, 12, 30 })
        {
            foreach (var (n, k) in new[] { (1, 1), (50, 71), (65, 801) })
            {
                foreach (bool transposeB in s_both)
                {
                    var test = new MatMulCase(m, n, k) { Bf16A = true, Bf16B = true, TransposeB = transposeB, WithBias = true, Product = RunPacked };
                    var direct = new MatMulCase(m, n, k) { Bf16A = true, Bf16B = true, TransposeB = transposeB, WithBias = true, Product = Run<ModelTile> };
                    Close.AssertSameBits(direct.Run(), test.Run(), $"{m} x {n} x {k}");
                }
            }
        }
    }

    [EmittedFact]
    public void A_matrix_packed_for_emitted_code_refuses_floats_on_its_left()
    {
        using var scope = KernelPaths.Use(KernelPath.Emitted);
        var packed = PackedMatrix.Pack(new MatrixView(new BFloat16[6], 2, 3));
        var error = Assert.Throws<InvalidOperationException>(() => MatMul.Run(new MatrixView(new float[2], 1, 2), packed, new float[3], 3));
        Assert.Equal("matmul: expected bfloat16 on the left of a matrix packed from bfloat16 for emitted code, got floats", error.Message);
    }

    [Fact]
    public void The_machine_code_gives_the_bits_of_the_model()
    {
        foreach (var (m, n, k) in new[] { (1, 32, 50), (5, 40, 801), (13, 33, 64), (25, 70, 90) })
        {
            var interpreted = new MatMulCase(m, n, k) { Bf16A = true, Bf16B = true, TransposeB = true, Product = Run<InterpretedTile> };
            Close.AssertSameBits(Case(m, n, k, false, true).Run(), interpreted.Run(), $"{m} x {n} x {k}");
        }
    }

    [Fact]
    public void Denormal_factors_count_as_zero_and_special_values_stay_in_their_row_and_column()
    {
        foreach (int m in new[] { 3, 23 })
        {
            foreach (float special in (float[])[0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e38f, -1e38f])
            {
                var test = Case(m, 21, 9, false, false);
                test.A[(1 * 9) + 4] = (BFloat16)special;
                test.B[(7 * 21) + 20] = (BFloat16)special;
                test.AssertEqualsReference();
            }

            var plain = Case(m, 21, 9, false, false);
            var denormal = Case(m, 21, 9, false, false);
            (plain.A[4], denormal.A[4]) = (0, 1e-39f);
            Close.AssertSameBits(plain.Run(), denormal.Run(), "denormal");
        }
    }

    [EmittedFact]
    public void The_processor_agrees_with_the_portable_path_within_the_rounding_of_its_sums()
    {
        foreach (bool transposeB in s_both)
        {
            var test = new MatMulCase(50, 70, 2000) { Bf16A = true, Bf16B = true, TransposeB = transposeB };
            float[] portable, emitted;
            using (KernelPaths.Use(KernelPaths.Widest))
                portable = test.Run();
            using (KernelPaths.Use(KernelPath.Emitted))
                emitted = test.Run();
            Close.AssertNmse(Inputs.Wide(portable), emitted, "emitted");
        }
    }

    private static MatMulCase Case(
        int m, int n, int k, bool transposeA, bool transposeB, int gap = 0, bool accumulate = false, bool epilogue = false) => new(m, n, k)
        {
            Bf16A = true,
            Bf16B = true,
            TransposeA = transposeA,
            TransposeB = transposeB,
            Gap = gap,
            Accumulate = accumulate,
            WithBias = epilogue,
            WithResidual = epilogue,
            Activation = epilogue ? Activation.Silu : Activation.None,
            Product = Run<ModelTile>,
        };

    private static void Run<TTile>(MatrixView a, MatrixView b, Span<float> c, int cStride, Epilogue epilogue)
        where TTile : struct, IBf16Tile
    {
        if (a.Rows == 0 || b.Columns == 0)
            return;
        fixed (byte* aData = a, bData = b)
        fixed (float* cData = c, bias = epilogue.Bias, residual = epilogue.Residual)
        {
            var product = MatMul.Describe(a, aData, b.Columns, cData, cStride, epilogue, bias, residual);
            product.Right = b.Right(bData);
            new SingleProduct { Product = product }.Run<Lanes16, Bf16Kernel<Lanes16, TTile>>();
        }
    }

    private static void RunPacked(MatrixView a, MatrixView b, Span<float> c, int cStride, Epilogue epilogue)
    {
        fixed (byte* aData = a, bData = b)
        fixed (float* cData = c, bias = epilogue.Bias, residual = epilogue.Residual)
        {
            var packed = new PinnedBuffer(ProductDriver<Lanes16, Bf16Kernel<Lanes16, ModelTile>>.PackedBytes(b.Columns, b.Rows));
            ProductDriver<Lanes16, Bf16Kernel<Lanes16, ModelTile>>.PackRight(b.Right(bData), 0, b.Columns, 0, b.Rows, packed.Pointer);
            var product = MatMul.Describe(a, aData, b.Columns, cData, cStride, epilogue, bias, residual);
            product.PackedRight = packed.Pointer;
            new SingleProduct { Product = product }.Run<Lanes16, Bf16Kernel<Lanes16, ModelTile>>();
            GC.KeepAlive(packed);
        }
    }

    private static uint Pair(float[] values, int start, int p, int k) =>
        ((BFloat16)values[start + p]).Bits | (p + 1 < k ? (uint)((BFloat16)values[start + p + 1]).Bits << 16 : 0);

    /// <summary>The instruction in C#.</summary>
    private struct ModelTile : IBf16Tile
    {
        public static void Multiply(int rows, int pairs, in LeftPanel a, byte* b, float* c, long cStride, bool add, in LinesAhead ahead)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < Bf16Code.TileColumns; column++)
                {
                    uint sum = 0;
                    for (int p = 0; p < pairs; p++)
                        sum = Interpreter.DotBf16(sum, ((uint*)a.Data)[(p * a.Step) + (row * a.RowStep)], ((uint*)b)[(p * Bf16Code.TileColumns) + column]);
                    float* place = c + (row * cStride) + column;
                    *place = BitConverter.UInt32BitsToSingle(sum) + (add ? *place : 0);
                }
            }
        }
    }

    /// <summary>The emitted machine code, interpreted.</summary>
    private struct InterpretedTile : IBf16Tile
    {
        public static void Multiply(int rows, int pairs, in LeftPanel a, byte* b, float* c, long cStride, bool add, in LinesAhead ahead)
        {
            var convention = NativeConvention.SystemV;
            var interpreter = new Interpreter(EmittedKernels.Assemble(code => Bf16Code.Tile(code, convention, rows, add)));
            for (int row = 0; row < rows; row++)
            {
                for (int p = 0; p < pairs; p++)
                    interpreter.Grant(a.Data + (row * a.RowStep) + (p * a.Step), sizeof(uint));
            }

            interpreter.Grant(b, pairs * Bf16Code.TileColumns * sizeof(uint));
            for (int row = 0; row < rows; row++)
                interpreter.Grant(c + (row * cStride), Bf16Code.TileColumns * sizeof(float), writable: true);
            var call = new Bf16TileCall(rows, pairs, a, b, c, cStride, ahead);
            interpreter.Grant(&call, sizeof(Bf16TileCall));
            interpreter.Call(convention, (nint)(&call));
        }
    }
}
