using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>The function that a gated unit applies to its gate.</summary>
public enum Gate
{
    /// <summary>x sigmoid(x): SwiGLU.</summary>
    Silu,

    /// <summary>x Phi(x): GeGLU.</summary>
    GeluExact,

    /// <summary>GELU in its approximation by tanh: GeGLU.</summary>
    GeluTanh,

    /// <summary>The logistic function: GLU.</summary>
    Sigmoid,
}

/// <summary>
/// Gated linear units: y = f(gate) up, bits as of the elementwise f. Backward overwrites dgate = dy up f'(gate) and
/// dup = dy f(gate). arXiv:2002.05202.
/// </summary>
/// <remarks>The gate and up come side by side as <c>[rows, 2 columns]</c>, the gate first, or as two arrays of equal length.</remarks>
public static unsafe class GatedUnit
{
    /// <summary>y = f(gate) up for a matrix that holds both.</summary>
    /// <param name="gate">f.</param>
    /// <param name="gateUp">[rows, 2 columns].</param>
    /// <param name="y">[rows, columns], overwritten; must not overlap the input.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Columns of <paramref name="y"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap.</exception>
    public static void Forward(Gate gate, ReadOnlySpan<float> gateUp, Span<float> y, int rows, int columns)
    {
        CheckHalves(gateUp.Length, y.Length, "y", rows, columns);
        Expect.Apart<float, float>("gated_unit", "y", y, "gate_up", gateUp);
        fixed (float* x = gateUp, py = y)
            Start(gate, new Arrays { Gate = x, Up = x + columns, Y = py, Stride = 2L * columns, Columns = columns }, y.Length);
    }

    /// <summary>y = f(gate) up for two arrays.</summary>
    /// <param name="gate">f.</param>
    /// <param name="gates">Inputs of f.</param>
    /// <param name="up">Factors.</param>
    /// <param name="y">Overwritten; may be an input.</param>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Forward(Gate gate, ReadOnlySpan<float> gates, ReadOnlySpan<float> up, Span<float> y)
    {
        Expect.Length("gated_unit", "up", gates.Length, up.Length);
        Expect.Length("gated_unit", "y", gates.Length, y.Length);
        Expect.SameOrApart("gated_unit", "y", y, "gate", gates);
        Expect.SameOrApart("gated_unit", "y", y, "up", up);
        fixed (float* pg = gates, pu = up, py = y)
            Start(gate, new Arrays { Gate = pg, Up = pu, Y = py, Stride = y.Length, Columns = y.Length }, y.Length);
    }

    /// <summary>Gradients for a matrix that holds both.</summary>
    /// <param name="gate">f.</param>
    /// <param name="gateUp">[rows, 2 columns].</param>
    /// <param name="dy">[rows, columns].</param>
    /// <param name="dGateUp">[rows, 2 columns], overwritten; may be <paramref name="gateUp"/>, must not overlap <paramref name="dy"/>.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Columns of <paramref name="dy"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap otherwise.</exception>
    public static void Backward(Gate gate, ReadOnlySpan<float> gateUp, ReadOnlySpan<float> dy, Span<float> dGateUp, int rows, int columns)
    {
        CheckHalves(gateUp.Length, dy.Length, "dy", rows, columns);
        Expect.Length("gated_unit backward", "dgate_up", gateUp.Length, dGateUp.Length);
        Expect.SameOrApart("gated_unit backward", "dgate_up", dGateUp, "gate_up", gateUp);
        Expect.Apart<float, float>("gated_unit backward", "dgate_up", dGateUp, "dy", dy);
        fixed (float* x = gateUp, pdy = dy, dx = dGateUp)
        {
            var arrays = new Arrays { Gate = x, Up = x + columns, Dy = pdy, DGate = dx, DUp = dx + columns, Stride = 2L * columns, Columns = columns };
            Start(gate, arrays, dy.Length);
        }
    }

    /// <summary>Gradients for two arrays.</summary>
    /// <param name="gate">f.</param>
    /// <param name="gates">Inputs of f.</param>
    /// <param name="up">Factors.</param>
    /// <param name="dy">Gradient of the product.</param>
    /// <param name="dGate">Overwritten; may be any input.</param>
    /// <param name="dUp">Overwritten; may be any input that <paramref name="dGate"/> is not.</param>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap otherwise.</exception>
    public static void Backward(
        Gate gate, ReadOnlySpan<float> gates, ReadOnlySpan<float> up, ReadOnlySpan<float> dy, Span<float> dGate, Span<float> dUp)
    {
        const string Operation = "gated_unit backward";
        Expect.Length(Operation, "up", gates.Length, up.Length);
        Expect.Length(Operation, "dy", gates.Length, dy.Length);
        Expect.Length(Operation, "dgate", gates.Length, dGate.Length);
        Expect.Length(Operation, "dup", gates.Length, dUp.Length);
        Expect.Apart<float, float>(Operation, "dgate", dGate, "dup", dUp);
        Expect.SameOrApart(Operation, "dgate", dGate, "gate", gates);
        Expect.SameOrApart(Operation, "dgate", dGate, "up", up);
        Expect.SameOrApart(Operation, "dgate", dGate, "dy", dy);
        Expect.SameOrApart(Operation, "dup", dUp, "gate", gates);
        Expect.SameOrApart(Operation, "dup", dUp, "up", up);
        Expect.SameOrApart(Operation, "dup", dUp, "dy", dy);
        fixed (float* pg = gates, pu = up, pdy = dy, pdg = dGate, pdu = dUp)
        {
            var arrays = new Arrays { Gate = pg, Up = pu, Dy = pdy, DGate = pdg, DUp = pdu, Stride = dy.Length, Columns = dy.Length };
            Start(gate, arrays, dy.Length);
        }
    }

    private static void CheckHalves(int gateUp, int half, string name, int rows, int columns)
    {
        Expect.Size("gated_unit", nameof(rows), rows);
        Expect.Size("gated_unit", nameof(columns), columns);
        Expect.Length("gated_unit", "gate_up", 2L * rows * columns, gateUp);
        Expect.Length("gated_unit", name, (long)rows * columns, half);
    }

    private static void Start(Gate gate, Arrays arrays, long count)
    {
        switch (gate)
        {
            case Gate.Silu:
                Start<Silu>(arrays, count);
                break;
            case Gate.GeluExact:
                Start<GeluExact>(arrays, count);
                break;
            case Gate.GeluTanh:
                Start<GeluTanh>(arrays, count);
                break;
            case Gate.Sigmoid:
                Start<Sigmoid>(arrays, count);
                break;
            default:
                throw new ArgumentException($"gated_unit: expected one of the gates, got {gate}");
        }
    }

    private static void Start<TGate>(Arrays arrays, long count)
        where TGate : unmanaged, IGateFunction
    {
        if (arrays.Dy is null)
        {
            arrays.Stream = Streaming.Worthwhile(count, arrays.Y, arrays.Gate, arrays.Up);
            StartRows<ForwardRow<TGate>>(arrays, count);
        }
        else
        {
            arrays.Stream = Alignment.IsSame(arrays.DGate, arrays.DUp) && Streaming.Worthwhile(count, arrays.DGate, arrays.Gate, arrays.Up, arrays.Dy)
                && Streaming.Worthwhile(count, arrays.DUp, arrays.Gate, arrays.Up, arrays.Dy);
            StartRows<BackwardRow<TGate>>(arrays, count);
        }
    }

    private static void StartRows<TRow>(Arrays arrays, long count)
        where TRow : unmanaged, IRow
    {
        arrays.Stream &= arrays.Columns >= Streaming.FromColumns;
        var kernel = new Kernel<TRow> { Arrays = arrays };
        Launch.Range(ref kernel, count, Streaming.Grain(arrays.Stream));
    }

    private struct Arrays
    {
        public float* Gate;
        public float* Up;
        public float* Dy;
        public float* Y;
        public float* DGate;
        public float* DUp;

        /// <summary>Elements from row to row of gate, up and their gradients; y and dy are contiguous.</summary>
        public long Stride;
        public long Columns;
        public bool Stream;
    }

    private struct Kernel<TRow> : IRangeKernel
        where TRow : unmanaged, IRow
    {
        public Arrays Arrays;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long at = begin; at < end;)
            {
                var (row, column) = Math.DivRem(at, Arrays.Columns);
                long count = Math.Min(end - at, Arrays.Columns - column);
                var part = default(TRow);
                part.Begin(Arrays, (row * Arrays.Stride) + column, at);
                ElementLoop.Run<V, TRow>(part, 0, count);
                at += count;
            }
        }
    }

    /// <summary>Neighbours within a row.</summary>
    private interface IRow : IElementStep
    {
        /// <summary>Begins at element <paramref name="strided"/> of gate, up and their gradients and at element <paramref name="packed"/> of y and dy.</summary>
        void Begin(in Arrays arrays, long strided, long packed);
    }

    private struct ForwardRow<TGate> : IRow
        where TGate : unmanaged, IGateFunction
    {
        private float* _gate;
        private float* _up;
        private float* _y;

        public bool Stream { readonly get; private set; }

        public void Begin(in Arrays arrays, long strided, long packed)
        {
            _gate = arrays.Gate + strided;
            _up = arrays.Up + strided;
            _y = arrays.Y + packed;
            Stream = arrays.Stream;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly long ToAligned<V>(long i)
            where V : struct, ILanes<V> => Alignment.ElementsTo<V>(_y + i);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Prefetch(long i)
        {
            Kernels.Prefetch.Line(_gate + i);
            Kernels.Prefetch.Line(_up + i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V> => reader.Write(_y + i, default(TGate).Apply(reader.Read(_gate + i)) * reader.Read(_up + i), Stream);
    }

    private struct BackwardRow<TGate> : IRow
        where TGate : unmanaged, IGateFunction
    {
        private float* _gate;
        private float* _up;
        private float* _dy;
        private float* _dGate;
        private float* _dUp;

        public bool Stream { readonly get; private set; }

        public void Begin(in Arrays arrays, long strided, long packed)
        {
            _gate = arrays.Gate + strided;
            _up = arrays.Up + strided;
            _dy = arrays.Dy + packed;
            _dGate = arrays.DGate + strided;
            _dUp = arrays.DUp + strided;
            Stream = arrays.Stream;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly long ToAligned<V>(long i)
            where V : struct, ILanes<V> => Alignment.ElementsTo<V>(_dGate + i);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Prefetch(long i)
        {
            Kernels.Prefetch.Line(_gate + i);
            Kernels.Prefetch.Line(_up + i);
            Kernels.Prefetch.Line(_dy + i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V>
        {
            V dy = reader.Read(_dy + i), up = reader.Read(_up + i);
            var value = default(TGate).Apply(reader.Read(_gate + i), out V slope);
            reader.Write(_dGate + i, dy * up * slope, Stream);
            reader.Write(_dUp + i, dy * value, Stream);
        }
    }
}
