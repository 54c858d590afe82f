using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Which elements of a head are rotated together.</summary>
public enum RotaryPairs
{
    /// <summary>i and i + half of the rotated dimensions (GPT-NeoX, Llama in Hugging Face's layout).</summary>
    Halves,

    /// <summary>2 i and 2 i + 1 (the paper, GPT-J, Llama in Meta's layout).</summary>
    Neighbours,
}

/// <summary>
/// Rotary position embedding: pair i of every head at position p is turned by the angle p f_i. y_j = x_j cos + x_partner sin
/// with the sign in the table; one product is rounded before the fused addition. arXiv:2104.09864.
/// </summary>
public static unsafe class Rope
{
    /// <summary>f_i = theta^(-2 i / dimensions), the frequencies of the paper.</summary>
    /// <param name="frequencies">Half as many as rotated dimensions, overwritten.</param>
    /// <param name="theta">The base, usually 10,000.</param>
    public static void Frequencies(Span<double> frequencies, double theta)
    {
        for (int i = 0; i < frequencies.Length; i++)
            frequencies[i] = Math.Pow(theta, -(double)i / frequencies.Length);
    }

    /// <summary>
    /// Fills tables <c>[positions, dimensions]</c> with cosines and signed sines, each element of a head having its own;
    /// angles in double.
    /// </summary>
    /// <param name="frequencies">f_i, one for each pair.</param>
    /// <param name="pairs">Which elements belong together.</param>
    /// <param name="cos">[positions, 2 pairs], overwritten.</param>
    /// <param name="sin">[positions, 2 pairs], overwritten: -sin for the first of a pair, sin for the second.</param>
    /// <param name="positions">Number of positions, from 0 on.</param>
    /// <param name="scale">Factor of all of them, for long-context variants.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    public static void FillTables(
        ReadOnlySpan<double> frequencies, RotaryPairs pairs, Span<float> cos, Span<float> sin, int positions, double scale = 1)
    {
        int half = frequencies.Length;
        Expect.Size("rope tables", nameof(positions), positions);
        Expect.Length("rope tables", "cos", 2L * half * positions, cos.Length);
        Expect.Length("rope tables", "sin", 2L * half * positions, sin.Length);
        for (int position = 0; position < positions; position++)
        {
            for (int i = 0; i < half; i++)
            {
                var (s, c) = Math.SinCos(position * frequencies[i]);
                int row = 2 * half * position;
                var (first, second) = pairs == RotaryPairs.Halves ? (row + i, row + half + i) : (row + (2 * i), row + (2 * i) + 1);
                cos[first] = cos[second] = (float)(scale * c);
                sin[second] = (float)(scale * s);
                sin[first] = -sin[second];
            }
        }
    }

    /// <summary>y = x with every head rotated to its row's position; elements beyond the rotated dimensions are copied.</summary>
    /// <param name="x">[rows, heads, dimension], rows <paramref name="xStride"/> apart.</param>
    /// <param name="positions">[rows], each within the tables.</param>
    /// <param name="cos">[table positions, rotated], from <see cref="FillTables"/>.</param>
    /// <param name="sin">[table positions, rotated].</param>
    /// <param name="y">[rows, heads, dimension], rows <paramref name="yStride"/> apart; overwritten; may be <paramref name="x"/>.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="dimension">Elements of a head.</param>
    /// <param name="rotated">How many of them, from the first on, are rotated; even.</param>
    /// <param name="pairs">Which elements belong together.</param>
    /// <param name="xStride">Elements from row to row, at least heads times dimension; 0 stands for exactly that.</param>
    /// <param name="yStride">The same for <paramref name="y"/>.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, a position is outside of the tables, or spans overlap in part.</exception>
    public static void Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<int> positions, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, Span<float> y,
        int heads, int dimension, int rotated, RotaryPairs pairs, int xStride = 0, int yStride = 0) =>
        Run("rope", x, positions, cos, sin, y, heads, dimension, rotated, pairs, xStride, yStride, 1f);

    /// <summary>dx = dy rotated back: the rotation is orthogonal. Arguments as of <see cref="Forward"/>; dx may be dy.</summary>
    /// <exception cref="ArgumentException">Sizes do not fit, a position is outside of the tables, or spans overlap in part.</exception>
    public static void Backward(
        ReadOnlySpan<float> dy, ReadOnlySpan<int> positions, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, Span<float> dx,
        int heads, int dimension, int rotated, RotaryPairs pairs, int dyStride = 0, int dxStride = 0) =>
        Run("rope backward", dy, positions, cos, sin, dx, heads, dimension, rotated, pairs, dyStride, dxStride, -1f);

    private static void Run(
        string operation, ReadOnlySpan<float> x, ReadOnlySpan<int> positions, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, Span<float> y,
        int heads, int dimension, int rotated, RotaryPairs pairs, int xStride, int yStride, float direction)
    {
        Expect.Size(operation, nameof(heads), heads);
        Expect.Size(operation, nameof(dimension), dimension);
        if (rotated < 0 || rotated > dimension || rotated % 2 != 0)
            throw new ArgumentException($"{operation}: expected an even number of rotated dimensions from 0 to {dimension}, got {rotated}");
        long width = (long)heads * dimension;
        CheckRows(operation, "x", x.Length, positions.Length, width, ref xStride);
        CheckRows(operation, "y", y.Length, positions.Length, width, ref yStride);
        Expect.Length(operation, "sin", cos.Length, sin.Length);
        int known = rotated == 0 ? int.MaxValue : cos.Length / rotated;
        for (int i = 0; i < positions.Length; i++)
        {
            if ((uint)positions[i] >= (uint)known)
                throw new ArgumentException($"{operation}: expected positions from 0 to {known - 1}, got {positions[i]} in row {i}");
        }

        if (xStride == yStride)
            Expect.SameOrApart(operation, "y", y, "x", x);
        else
            Expect.Apart<float, float>(operation, "y", y, "x", x);
        fixed (float* px = x, py = y, pc = cos, ps = sin)
        fixed (int* pp = positions)
        {
            var kernel = new Kernel
            {
                X = px,
                Y = py,
                Cos = pc,
                Sin = ps,
                Positions = pp,
                Heads = heads,
                Dimension = dimension,
                Rotated = rotated,
                XStride = xStride,
                YStride = yStride,
                Direction = direction,
                Halves = pairs == RotaryPairs.Halves,
            };
            Launch.Range(ref kernel, positions.Length, Launch.RowGrain(width));
        }
    }

    private static void CheckRows(string operation, string name, int length, int rows, long width, ref int stride)
    {
        if (stride == 0)
            stride = checked((int)width);
        if (stride < width)
            throw new ArgumentException($"{operation}: expected rows of {name} at least {width} apart, got {stride}");
        long needed = rows == 0 ? 0 : (((long)rows - 1) * stride) + width;
        if (length < needed)
            throw new ArgumentException($"{operation}: expected {name} of at least {needed}, got {length}");
    }

    private struct Kernel : IRangeKernel
    {
        public float* X;
        public float* Y;
        public float* Cos;
        public float* Sin;
        public int* Positions;
        public int Heads;
        public int Dimension;
        public int Rotated;
        public long XStride;
        public long YStride;
        public float Direction;
        public bool Halves;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long row = begin; row < end; row++)
            {
                float* cos = Cos + ((long)Positions[row] * Rotated);
                float* sin = Sin + ((long)Positions[row] * Rotated);
                for (int head = 0; head < Heads; head++)
                {
                    float* x = X + (row * XStride) + ((long)head * Dimension);
                    float* y = Y + (row * YStride) + ((long)head * Dimension);
                    if (Halves)
                        RotateHalves<V>(x, y, cos, sin);
                    else
                        RotateNeighbours(x, y, cos, sin);
                    for (int i = Rotated; x != y && i < Dimension; i += V.Count)
                        V.StoreUpTo(y + i, Dimension - i, V.LoadUpTo(x + i, Dimension - i));
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void RotateHalves<V>(float* x, float* y, float* cos, float* sin)
            where V : struct, ILanes<V>
        {
            int half = Rotated / 2;
            var direction = V.Create(Direction);
            for (int i = 0; i < half; i += V.Count)
            {
                long left = half - i;
                var first = V.LoadUpTo(x + i, left);
                var second = V.LoadUpTo(x + half + i, left);
                var turn = direction * V.LoadUpTo(sin + half + i, left);
                V.StoreUpTo(y + i, left, V.Fma(first, V.LoadUpTo(cos + i, left), -(second * turn)));
                V.StoreUpTo(y + half + i, left, V.Fma(second, V.LoadUpTo(cos + half + i, left), first * turn));
            }
        }

        // A pair lies in two lanes of one vector: cheaper as a pair of numbers than with vectors that cannot exchange lanes.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void RotateNeighbours(float* x, float* y, float* cos, float* sin)
        {
            for (int i = 0; i < Rotated; i += 2)
            {
                float first = x[i], second = x[i + 1], turn = Direction * sin[i + 1];
                y[i] = MathF.FusedMultiplyAdd(first, cos[i], -(second * turn));
                y[i + 1] = MathF.FusedMultiplyAdd(second, cos[i + 1], first * turn);
            }
        }
    }
}
