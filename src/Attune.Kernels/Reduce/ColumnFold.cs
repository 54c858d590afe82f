using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Folds the middle dimension of x [outer, n, inner], a tile of columns of a chunk of rows at a time.</summary>
internal unsafe struct ColumnFold<TMap, TCombine> : IRangeKernel
    where TMap : struct, IFoldMap
    where TCombine : struct, IFoldCombine
{
    // 256 rows of a tile are added in float; 8 KiB of running results stay in the first cache.
    private const long ChunkRows = 256;
    private const long TileColumns = 2048;

    private float* _x;
    private float* _other;
    private float* _shift;
    private float* _partials;
    private long _n;
    private long _inner;
    private long _chunks;
    private long _tiles;

    public static void Run(float* x, float* other, float* shift, float* y, long outer, long n, long inner)
    {
        long chunks = Math.Max(1, (n + ChunkRows - 1) / ChunkRows);
        long tiles = (inner + TileColumns - 1) / TileColumns;
        using var partials = Scratch.Rent(chunks > 1 ? outer * chunks * inner * sizeof(float) : 0);
        var kernel = new ColumnFold<TMap, TCombine>
        {
            _x = x,
            _other = other,
            _shift = shift,
            _partials = chunks > 1 ? partials.Floats : y,
            _n = n,
            _inner = inner,
            _chunks = chunks,
            _tiles = tiles,
        };
        Launch.Range(ref kernel, outer * chunks * tiles, Launch.RowGrain(Math.Min(inner, TileColumns) * Math.Min(n, ChunkRows)));
        if (chunks == 1)
            return;

        var join = new ChunkJoin<TCombine> { Partials = partials.Floats, Y = y, Chunks = chunks, Inner = inner, Tile = TileColumns, Tiles = tiles };
        Launch.Range(ref join, outer * tiles, 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        for (long item = begin; item < end; item++)
        {
            var (rest, tile) = Math.DivRem(item, _tiles);
            var (outer, chunk) = Math.DivRem(rest, _chunks);
            long column = tile * TileColumns;
            long row = chunk * ChunkRows;
            Tile<V>(
                ((((outer * _n) + row) * _inner) + column),
                TMap.ReadsShift ? _shift + (outer * _inner) + column : null,
                _partials + (rest * _inner) + column,
                Math.Min(_n - row, ChunkRows),
                Math.Min(_inner - column, TileColumns));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Tile<V>(long offset, float* shift, float* target, long rows, long columns)
        where V : struct, ILanes<V>
    {
        new Span<float>(target, (int)columns).Fill(TCombine.Identity);
        long row = 0;
        for (; row <= rows - 4; row += 4)
        {
            long p = offset + (row * _inner), q = p + _inner, r = q + _inner, s = r + _inner;
            for (long j = 0; j < columns; j += V.Count)
            {
                long count = columns - j;
                var by = TMap.ReadsShift ? V.LoadUpTo(shift + j, count) : V.Zero;
                var upper = TCombine.Combine(At(p + j, count, by), At(q + j, count, by));
                var lower = TCombine.Combine(At(r + j, count, by), At(s + j, count, by));
                V.StoreUpTo(target + j, count, TCombine.Combine(V.LoadUpTo(target + j, count), TCombine.Combine(upper, lower)));
            }
        }

        for (; row < rows; row++)
        {
            long p = offset + (row * _inner);
            for (long j = 0; j < columns; j += V.Count)
            {
                long count = columns - j;
                var by = TMap.ReadsShift ? V.LoadUpTo(shift + j, count) : V.Zero;
                V.StoreUpTo(target + j, count, TCombine.Combine(V.LoadUpTo(target + j, count), At(p + j, count, by)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly V At<V>(long i, long count, V shift)
        where V : struct, ILanes<V> =>
        TMap.Apply(V.LoadUpTo(_x + i, count), TMap.ReadsOther ? V.LoadUpTo(_other + i, count) : V.Zero, shift);
}

/// <summary>y[outer, inner] from the partial results of each chunk [outer, chunks, inner], in order.</summary>
internal unsafe struct ChunkJoin<TCombine> : IRangeKernel
    where TCombine : struct, IFoldCombine
{
    public float* Partials;
    public float* Y;
    public long Chunks;
    public long Inner;
    public long Tile;
    public long Tiles;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        for (long item = begin; item < end; item++)
        {
            var (outer, tile) = Math.DivRem(item, Tiles);
            long last = Math.Min(Inner, (tile + 1) * Tile);
            for (long j = tile * Tile; j < last; j += V.Count)
            {
                float* partial = Partials + (outer * Chunks * Inner) + j;
                var sum = default(CompensatedSum<V>);
                var extreme = V.Create(TCombine.Identity);
                for (long chunk = 0; chunk < Chunks; chunk++, partial += Inner)
                {
                    var value = V.LoadUpTo(partial, last - j);
                    if (TCombine.IsSum)
                        sum.Add(value);
                    else
                        extreme = TCombine.Combine(extreme, value);
                }

                V.StoreUpTo(Y + (outer * Inner) + j, last - j, TCombine.IsSum ? sum.Total : extreme);
            }
        }
    }
}
