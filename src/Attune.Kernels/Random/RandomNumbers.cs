using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Matrices <c>[rows, columns]</c> of random numbers. Element (r, c) depends on the key, r and c alone: not on the other
/// rows and columns, the path or the number of threads. Generator: Philox4x32-10, doi:10.1145/2063384.2063405.
/// </summary>
public static unsafe class RandomNumbers
{
    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>), of 24 random bits.</summary>
    /// <exception cref="ArgumentException">The length of <paramref name="target"/> is not rows times columns.</exception>
    public static void Uniform(RandomKey key, Span<float> target, int rows, int columns, float low = 0, float high = 1) =>
        Fill(key, target, rows, columns, new UniformMap(low, high - low, MathF.BitDecrement(high)), "uniform");

    /// <summary>Normal with the given mean and standard deviation, by Box and Muller; at most 6.6 deviations from the mean.</summary>
    /// <exception cref="ArgumentException">The length of <paramref name="target"/> is not rows times columns.</exception>
    public static void Normal(RandomKey key, Span<float> target, int rows, int columns, float mean = 0, float deviation = 1) =>
        Fill(key, target, rows, columns, new NormalMap(mean, deviation), "normal");

    /// <summary>1 with the given probability (to 2^-24), else 0.</summary>
    /// <exception cref="ArgumentException">The length of <paramref name="target"/> is not rows times columns, or the probability is not in [0, 1].</exception>
    public static void Bernoulli(RandomKey key, Span<float> target, int rows, int columns, double probability)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentException($"bernoulli: expected a probability from 0 to 1, got {probability}");
        Fill(key, target, rows, columns, new BernoulliMap(Philox.Threshold(probability)), "bernoulli");
    }

    private static void Fill<TMap>(RandomKey key, Span<float> target, int rows, int columns, TMap map, string operation)
        where TMap : unmanaged, IWordMap
    {
        if (rows < 0 || columns < 0 || (long)rows * columns != target.Length)
            throw new ArgumentException($"{operation}: expected {rows} x {columns} numbers, got {target.Length}");
        fixed (float* pointer = target)
        {
            int groups = (columns + Philox.Group - 1) / Philox.Group;
            var kernel = new FillKernel<TMap> { Target = pointer, Columns = columns, Groups = groups, Key = key, Map = map };
            Launch.Range(ref kernel, (long)rows * groups, Launch.ElementGrain / Philox.Group);
        }
    }

    private struct FillKernel<TMap> : IRangeKernel
        where TMap : unmanaged, IWordMap
    {
        public float* Target;
        public int Columns;
        public int Groups;
        public RandomKey Key;
        public TMap Map;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            var map = Map;
            for (long item = begin; item < end; item++)
            {
                var (row, group) = Math.DivRem(item, Groups);
                float* target = Target + (row * Columns) + (group * Philox.Group);
                int columns = (int)Math.Min(Philox.Group, Columns - (group * Philox.Group));
                Philox.WriteGroup<V, TMap>(Key, (int)row, (int)group, target, columns, ref map);
            }
        }
    }

    private readonly struct UniformMap(float low, float range, float largest) : IWordMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w0, ref V w1, ref V w2, ref V w3)
            where V : struct, ILanes<V>
        {
            w0 = Map(w0);
            w1 = Map(w1);
            w2 = Map(w2);
            w3 = Map(w3);
        }

        // Rounding can reach the upper end, which does not belong to the range.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V Map<V>(V word)
            where V : struct, ILanes<V> =>
            V.Min(V.Fma(Philox.ToUniform(word), V.Create(range), V.Create(low)), V.Create(largest));
    }

    private readonly struct NormalMap(float mean, float deviation) : IWordMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w0, ref V w1, ref V w2, ref V w3)
            where V : struct, ILanes<V>
        {
            Pair(ref w0, ref w1);
            Pair(ref w2, ref w3);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Pair<V>(ref V first, ref V second)
            where V : struct, ILanes<V>
        {
            // (31 bits + 1/2) / 2^31 is never 0, so its logarithm is finite.
            var uniform = V.Fma(V.FromIntegerBits(V.ShiftRightBits(first, 1)), V.Create(4.65661287e-10f), V.Create(2.32830644e-10f));
            var radius = V.Create(deviation) * V.Sqrt(V.Create(-2f) * V.Min(VectorMath.Log(uniform), V.Zero));
            VectorMath.SinCosTurns(Philox.ToUniform(second), out var sin, out var cos);
            first = V.Fma(radius, cos, V.Create(mean));
            second = V.Fma(radius, sin, V.Create(mean));
        }
    }

    private readonly struct BernoulliMap(int threshold) : IWordMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w0, ref V w1, ref V w2, ref V w3)
            where V : struct, ILanes<V>
        {
            var (limit, one) = (V.CreateBits(threshold), V.Create(1f));
            w0 = Philox.IsBelow(w0, limit) & one;
            w1 = Philox.IsBelow(w1, limit) & one;
            w2 = Philox.IsBelow(w2, limit) & one;
            w3 = Philox.IsBelow(w3, limit) & one;
        }
    }
}
