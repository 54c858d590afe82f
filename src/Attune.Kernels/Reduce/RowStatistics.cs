using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Mean and sum of squared deviations of a row by the corrected two-pass algorithm: the deviations from the rounded mean
/// are summed too, and what their sum is off zero corrects both. T. Chan, G. Golub, R. LeVeque, Algorithms for
/// computing the sample variance, The American Statistician 37 (1983), equation 1.7.
/// </summary>
/// <param name="Mean">The mean, rounded.</param>
/// <param name="MeanRest">What the rounded mean lacks.</param>
/// <param name="SquaredDeviations">sum (x - mean)^2.</param>
internal readonly record struct RowStatistics(float Mean, float MeanRest, double SquaredDeviations)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe RowStatistics Of<V>(float* x, long n)
        where V : struct, ILanes<V>
    {
        float mean = (float)(RowSum.Of<V, Element>(new Element(x), n) / n);
        var (sum, squares) = RowSum.OfPair<V, Deviation>(new Deviation(x, mean), n);
        return new(mean, (float)(sum / n), Math.Max(0, squares - (sum * sum / n)));
    }

    private readonly unsafe struct Deviation(float* x, float mean) : IRowTermPair
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V At<V, TReader>(long i, TReader reader, out V second)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V>
        {
            var deviation = reader.Read(x + i) - V.Create(mean);
            second = deviation * deviation;
            return deviation;
        }
    }
}

/// <summary>x.</summary>
internal readonly unsafe struct Element(float* x) : IRowTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V, TReader>(long i, TReader reader)
        where V : struct, ILanes<V>
        where TReader : struct, IReader<V> =>
        reader.Read(x + i);
}

/// <summary>x^2.</summary>
internal readonly unsafe struct ElementSquared(float* x) : IRowTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V, TReader>(long i, TReader reader)
        where V : struct, ILanes<V>
        where TReader : struct, IReader<V>
    {
        var value = reader.Read(x + i);
        return value * value;
    }
}
