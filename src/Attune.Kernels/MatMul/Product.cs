using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>One matrix product C[Rows, Columns] = Left Right with pinned operands, as drivers and their parts see it.</summary>
internal unsafe struct Product
{
    public int Rows;
    public int Columns;
    public int Depth;
    public Operand Left;
    public Operand Right;

    /// <summary>The right factor packed beforehand (see <see cref="PackedMatrix"/>), or null.</summary>
    public byte* PackedRight;

    public float* C;
    public long CStride;
    public float* Bias;
    public float* Residual;
    public long ResidualStride;
    public Activation Activation;
    public bool Accumulate;

    /// <summary>Memory that is wanted after this product and fetched during it, or null.</summary>
    public byte* Wanted;
    public long WantedBytes;

    private readonly bool HasEpilogue => Bias != null || Residual != null || Activation != Activation.None;

    /// <summary>The share of a tile in what is wanted: so many lines.</summary>
    public readonly LinesAhead LinesWanted(long tile, int lines) =>
        new((float*)(Wanted + (tile * lines * Tile.CacheLineFloats * sizeof(float) % WantedBytes)), Tile.CacheLineFloats);

    /// <summary>Applies bias, activation and residual to a part of C that holds the finished sums.</summary>
    public readonly void Finish<V>(int row, int rows, int column, int columns)
        where V : struct, ILanes<V>
    {
        if (!HasEpilogue)
            return;
        switch (Activation)
        {
            case Activation.None:
                Finish<V, Identity>(row, rows, column, columns);
                break;
            case Activation.Relu:
                Finish<V, Relu>(row, rows, column, columns);
                break;
            case Activation.GeluExact:
                Finish<V, GeluExact>(row, rows, column, columns);
                break;
            case Activation.GeluTanh:
                Finish<V, GeluTanh>(row, rows, column, columns);
                break;
            case Activation.Silu:
                Finish<V, Silu>(row, rows, column, columns);
                break;
            case Activation.Sigmoid:
                Finish<V, Sigmoid>(row, rows, column, columns);
                break;
            case Activation.Tanh:
                Finish<V, Tanh>(row, rows, column, columns);
                break;
        }
    }

    /// <summary>C = 0 unless accumulating: the product of factors of depth 0, before the epilogue.</summary>
    public readonly void Clear()
    {
        if (Accumulate)
            return;
        for (int row = 0; row < Rows; row++)
            new Span<float>(C + (row * CStride), Columns).Clear();
    }

    /// <summary>The part of a buffered tile [*, <paramref name="tileColumns"/>] that lies inside of C, stored or added to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void StorePart<V>(float* tile, int tileColumns, float* c, int height, int width, bool add)
        where V : struct, ILanes<V>
    {
        for (int i = 0; i < height; i++, c += CStride, tile += tileColumns)
        {
            for (int j = 0; j < width; j += V.Count)
            {
                V value = V.LoadUpTo(tile + j, width - j);
                if (add)
                    value = V.LoadUpTo(c + j, width - j) + value;
                V.StoreUpTo(c + j, width - j, value);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Finish<V, TActivation>(int row, int rows, int column, int columns)
        where V : struct, ILanes<V>
        where TActivation : struct, IUnaryFunction
    {
        for (int j = column; j < column + columns; j += V.Count)
        {
            int count = column + columns - j;
            V bias = Bias == null ? V.Zero : V.LoadUpTo(Bias + j, count);
            float* c = C + (row * CStride) + j;
            float* residual = Residual + (row * ResidualStride) + j;
            for (int i = 0; i < rows; i++, c += CStride, residual += ResidualStride)
            {
                V value = V.LoadUpTo(c, count);
                if (Bias != null)
                    value += bias;
                value = default(TActivation).Apply(value);
                if (Residual != null)
                    value += V.LoadUpTo(residual, count);
                V.StoreUpTo(c, count, value);
            }
        }
    }
}
