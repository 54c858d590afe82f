using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>The gradient of a fold with respect to one element.</summary>
internal interface IFoldGradient
{
    static virtual bool ReadsX => true;

    /// <summary>From the element, a number for each result (its value or a shift), and the result's gradient.</summary>
    V Apply<V>(V x, V result, V dy)
        where V : struct, ILanes<V>;
}

/// <summary>dx[o, i, j] = f(x[o, i, j], result[o, j], dy[o, j]) for a view [outer, n, inner]; dx may be x.</summary>
internal unsafe struct FoldGradient<TGradient> : IRangeKernel
    where TGradient : unmanaged, IFoldGradient
{
    private float* _x;
    private float* _result;
    private float* _dy;
    private float* _dx;
    private long _n;
    private long _inner;
    private TGradient _gradient;

    /// <summary>Runs it; <paramref name="x"/> and <paramref name="result"/> may be null where they are not read.</summary>
    public static void Run(TGradient gradient, float* x, float* result, float* dy, float* dx, long outer, long n, long inner)
    {
        var kernel = new FoldGradient<TGradient> { _gradient = gradient, _x = x, _result = result, _dy = dy, _dx = dx, _n = n, _inner = inner };
        if (inner == 1)
            Launch.Range(ref kernel, outer, Launch.RowGrain(n));
        else
            Launch.Range(ref kernel, outer * n, Launch.RowGrain(inner));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        var gradient = _gradient;
        for (long row = begin; row < end; row++)
        {
            if (_inner == 1)
            {
                V result = V.Create(_result == null ? 0 : _result[row]), dy = V.Create(_dy[row]);
                for (long i = 0; i < _n; i += V.Count)
                {
                    float* at = _dx + (row * _n) + i;
                    var x = TGradient.ReadsX ? V.LoadUpTo(_x + (row * _n) + i, _n - i) : V.Zero;
                    V.StoreUpTo(at, _n - i, gradient.Apply(x, result, dy));
                }
            }
            else
            {
                long first = row / _n * _inner;
                for (long j = 0; j < _inner; j += V.Count)
                {
                    long rest = _inner - j;
                    var x = TGradient.ReadsX ? V.LoadUpTo(_x + (row * _inner) + j, rest) : V.Zero;
                    var result = _result == null ? V.Zero : V.LoadUpTo(_result + first + j, rest);
                    V.StoreUpTo(_dx + (row * _inner) + j, rest, gradient.Apply(x, result, V.LoadUpTo(_dy + first + j, rest)));
                }
            }
        }
    }
}
