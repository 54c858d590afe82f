namespace Attune.Kernels.Tests;

/// <summary>What runs a product: <see cref="MatMul.Run(MatrixView, MatrixView, Span{float}, int, Epilogue)"/> or a stand-in.</summary>
internal delegate void RunProduct(MatrixView a, MatrixView b, Span<float> c, int cStride, Epilogue epilogue);

/// <summary>A product with made-up operands that lie at odd offsets, with NaN around and between their rows.</summary>
internal sealed class MatMulCase(int m, int n, int k)
{
    private const int Offset = 3;

    /// <summary>A, dense, as stored: [m, k] or its transpose.</summary>
    public float[] A { get; } = Inputs.Normal(m * k, 1);

    /// <summary>B, dense, as stored: [k, n] or its transpose.</summary>
    public float[] B { get; } = Inputs.Normal(k * n, 2);

    public bool TransposeA { get; init; }

    public bool TransposeB { get; init; }

    public RunProduct Product { get; init; } = MatMul.Run;

    /// <summary>A is rounded to bfloat16 and given as such.</summary>
    public bool Bf16A
    {
        get;
        init => field = value && Round(A);
    }

    /// <summary>B is rounded to bfloat16 and given as such.</summary>
    public bool Bf16B
    {
        get;
        init => field = value && Round(B);
    }

    /// <summary>Elements between the rows of each matrix.</summary>
    public int Gap { get; init; }

    public bool Accumulate { get; init; }

    public bool WithBias { get; init; }

    public bool WithResidual { get; init; }

    public Activation Activation { get; init; }

    public float[] Bias { get; } = Inputs.Normal(n, 4);

    public float[] Residual { get; } = Inputs.Normal(m * n, 5);

    public float[] Initial { get; } = Inputs.Normal(m * n, 3);

    private string Name => $"{m} x {n} x {k}{(TransposeA ? ", A^T" : "")}{(TransposeB ? ", B^T" : "")}{(Bf16A ? ", A bf16" : "")}{(Bf16B ? ", B bf16" : "")}, gap {Gap}";

    public float[] Run() => Run(0, m, packed: false);

    public float[] RunPacked() => Run(0, m, packed: true);

    /// <summary>Only some rows of the result.</summary>
    public float[] Rows(int first, int count) => Run(first, count, packed: false);

    public void AssertEqualsReference()
    {
        var expected = Inputs.Wide(Initial);
        MatMulReference.Forward(Inputs.Wide(A), Inputs.Wide(B), expected, m, n, k, TransposeA, TransposeB, Accumulate);
        Close.AssertNmse(expected, Run(), Name);
    }

    /// <summary>The product by the rule: blocks of a fixed depth, each summed from zero by fused multiply-adds, added in order.</summary>
    public float[] InBlocks(int blockDepth)
    {
        var c = new float[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                float total = 0;
                for (int begin = 0; begin < k; begin += blockDepth)
                {
                    float sum = 0;
                    for (int p = begin; p < Math.Min(k, begin + blockDepth); p++)
                        sum = MathF.FusedMultiplyAdd(A[TransposeA ? (p * m) + i : (i * k) + p], B[TransposeB ? (j * k) + p : (p * n) + j], sum);
                    total = begin == 0 ? sum : total + sum;
                }

                c[(i * n) + j] = total;
            }
        }

        return c;
    }

    private float[] Run(int first, int rows, bool packed)
    {
        var a = View(A, TransposeA ? k : m, TransposeA ? m : k, TransposeA, Bf16A);
        var b = View(B, TransposeB ? n : k, TransposeB ? k : n, TransposeB, Bf16B);
        if (first != 0 || rows != m)
            a = View(A.AsSpan(first * k, rows * k), rows, k, transposed: false, Bf16A);

        int stride = n + Gap;
        var c = Spread(Initial.AsSpan(first * n, rows * n), rows, n);
        var residual = Spread(Residual.AsSpan(first * n, rows * n), rows, n);
        var epilogue = new Epilogue
        {
            Accumulate = Accumulate,
            Activation = Activation,
            Bias = WithBias ? Bias : default,
            Residual = WithResidual ? residual.AsSpan(Offset) : default,
            ResidualStride = stride,
        };
        if (packed)
            MatMul.Run(a, PackedMatrix.Pack(b), c.AsSpan(Offset), stride, epilogue);
        else
            Product(a, b, c.AsSpan(Offset), stride, epilogue);
        return Gather(c, rows, n);
    }

    private MatrixView View(ReadOnlySpan<float> dense, int rows, int columns, bool transposed, bool bf16)
    {
        var spread = Spread(dense, rows, columns);
        var view = bf16
            ? new MatrixView(Half(spread).AsSpan(Offset), rows, columns, columns + Gap)
            : new MatrixView(spread.AsSpan(Offset), rows, columns, columns + Gap);
        return transposed ? view.Transposed : view;
    }

    private static BFloat16[] Half(float[] values)
    {
        var half = new BFloat16[values.Length];
        Bf16Conversion.Round(values, half);
        return half;
    }

    private static bool Round(float[] values)
    {
        Bf16Conversion.Widen(Half(values), values);
        return true;
    }

    private float[] Spread(ReadOnlySpan<float> dense, int rows, int columns)
    {
        var spread = new float[Offset + (rows * (columns + Gap)) + Offset];
        Array.Fill(spread, float.NaN);
        for (int row = 0; row < rows; row++)
            dense.Slice(row * columns, columns).CopyTo(spread.AsSpan(Offset + (row * (columns + Gap))));
        return spread;
    }

    private float[] Gather(float[] spread, int rows, int columns)
    {
        var dense = new float[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            var from = spread.AsSpan(Offset + (row * (columns + Gap)), columns + Gap);
            from[..columns].CopyTo(dense.AsSpan(row * columns));
            foreach (float between in from[columns..])
                Assert.True(float.IsNaN(between), $"{Name}: wrote between rows");
        }

        Assert.True(float.IsNaN(spread[Offset - 1]) && float.IsNaN(spread[^Offset]), $"{Name}: wrote outside of c");
        return dense;
    }
}
