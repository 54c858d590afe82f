namespace Attune.Kernels;

/// <summary>Matrix products <c>C = epilogue(A B)</c> of floats or bfloat16, any of the factors transposed; sums and C are floats.</summary>
/// <remarks>
/// <para>The depth k is cut into blocks of a length that is fixed for each <see cref="KernelPath"/>; each block is summed from
/// zero by fused multiply-adds in order, and blocks are added in order. So an element of C depends on its row of A, its
/// column of B and the path only: never on the number of rows, threads, on alignment or on whether B was packed before.</para>
/// <para>No factor is ever rounded: a bfloat16 factor is widened exactly, and in a product with floats it is summed as floats.
/// On <see cref="KernelPath.Emitted"/>, where <see cref="EmittedKernels.Status"/> is available and both factors are bfloat16,
/// VDPBF16PS sums pairs of depths: the same function with another order of rounding, and with denormal factors and sums
/// taken as zero. It is the default where it is faster (<see cref="EmittedKernels.AreFaster"/>).
/// To multiply float activations at that rate, round them first (<see cref="Bf16Conversion.Round"/>).</para>
/// <para>C must not overlap A, B, the bias or the residual. k = 0 gives the epilogue of zeros.</para>
/// </remarks>
public static unsafe class MatMul
{
    /// <summary>C [m, n] = epilogue(A [m, k] B [k, n]).</summary>
    /// <param name="a">The left factor, <c>[m, k]</c>.</param>
    /// <param name="b">The right factor, <c>[k, n]</c>.</param>
    /// <param name="c">The result; its rows begin <paramref name="cStride"/> elements apart.</param>
    /// <param name="cStride">At least n.</param>
    /// <param name="epilogue">Bias, activation, residual, accumulation.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or C overlaps an input.</exception>
    public static void Run(MatrixView a, MatrixView b, Span<float> c, int cStride, Epilogue epilogue = default)
    {
        MatMulChecks.Factors(a, b.Rows, b.Columns);
        MatMulChecks.Result(a.Rows, b.Columns, c, cStride, epilogue);
        MatMulChecks.Overlap(c, a, b, epilogue);
        if (a.Rows == 0 || b.Columns == 0)
            return;
        fixed (byte* aData = a, bData = b)
        fixed (float* cData = c, bias = epilogue.Bias, residual = epilogue.Residual)
        {
            var product = Describe(a, aData, b.Columns, cData, cStride, epilogue, bias, residual);
            product.Right = b.Right(bData);
            var action = new SingleProduct { Product = product };
            ProductPaths.Dispatch(ref action, ProductPaths.Choose(a.IsBf16 && b.IsBf16));
        }
    }

    /// <summary>C [m, n] = epilogue(A [m, k] B [k, n]) with B packed beforehand; the same bits as without.</summary>
    /// <inheritdoc cref="Run(MatrixView, MatrixView, Span{float}, int, Epilogue)"/>
    /// <exception cref="InvalidOperationException">B was packed for another <see cref="KernelPath"/>, or A is not bfloat16 and emitted code needs it to be.</exception>
    public static void Run(MatrixView a, PackedMatrix b, Span<float> c, int cStride, Epilogue epilogue = default)
    {
        MatMulChecks.Factors(a, b.Rows, b.Columns);
        MatMulChecks.Result(a.Rows, b.Columns, c, cStride, epilogue);
        MatMulChecks.Overlap(c, a, default, epilogue);
        b.ExpectCurrentPath(a.IsBf16);
        if (a.Rows == 0 || b.Columns == 0)
            return;
        fixed (byte* aData = a)
        fixed (float* cData = c, bias = epilogue.Bias, residual = epilogue.Residual)
        {
            var product = Describe(a, aData, b.Columns, cData, cStride, epilogue, bias, residual);
            product.PackedRight = b.Data;
            var action = new SingleProduct { Product = product };
            ProductPaths.Dispatch(ref action, b.Path);
        }

        GC.KeepAlive(b);
    }

    /// <summary>
    /// <paramref name="count"/> products: C_i = epilogue(A_i B_i). Matrix i begins i strides into its data; a stride of 0
    /// uses the same factor for all. The bias is shared.
    /// </summary>
    /// <param name="count">Number of products.</param>
    /// <param name="a">The first left factor; its data reach to the end of the last one.</param>
    /// <param name="aBatchStride">Elements from one left factor to the next, or 0.</param>
    /// <param name="b">The first right factor; its data reach to the end of the last one.</param>
    /// <param name="bBatchStride">Elements from one right factor to the next, or 0.</param>
    /// <param name="c">All results.</param>
    /// <param name="cStride">Elements from one row of C to the next, at least n.</param>
    /// <param name="cBatchStride">Elements from one result to the next; results must not overlap.</param>
    /// <param name="epilogue">As for one product.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or C overlaps an input.</exception>
    public static void RunBatched(
        int count,
        MatrixView a,
        long aBatchStride,
        MatrixView b,
        long bBatchStride,
        Span<float> c,
        int cStride,
        long cBatchStride,
        Epilogue epilogue = default)
    {
        MatMulChecks.Factors(a, b.Rows, b.Columns);
        MatMulChecks.Batch(count, a, aBatchStride, b, bBatchStride);
        MatMulChecks.BatchResult(count, a.Rows, b.Columns, c, cStride, cBatchStride, epilogue);
        MatMulChecks.Overlap(c, a, b, epilogue);
        if (count == 0 || a.Rows == 0 || b.Columns == 0)
            return;
        fixed (byte* aData = a, bData = b)
        fixed (float* cData = c, bias = epilogue.Bias, residual = epilogue.Residual)
        {
            var product = Describe(a, aData, b.Columns, cData, cStride, epilogue, bias, residual);
            product.Right = b.Right(bData);
            var action = new BatchedProduct
            {
                Count = count,
                First = product,
                LeftStep = aBatchStride,
                RightStep = bBatchStride,
                CStep = cBatchStride,
                ResidualStep = epilogue.ResidualBatchStride,
            };
            ProductPaths.Dispatch(ref action, ProductPaths.Choose(a.IsBf16 && b.IsBf16));
        }
    }

    internal static Product Describe(
        MatrixView a, byte* aData, int columns, float* c, int cStride, in Epilogue epilogue, float* bias, float* residual)
    {
        return new()
        {
            Rows = a.Rows,
            Columns = columns,
            Depth = a.Columns,
            Left = a.Left(aData),
            C = c,
            CStride = cStride,
            Bias = bias,
            Residual = residual,
            ResidualStride = epilogue.ResidualStride,
            Activation = epilogue.Activation,
            Accumulate = epilogue.Accumulate,
        };
    }
}
