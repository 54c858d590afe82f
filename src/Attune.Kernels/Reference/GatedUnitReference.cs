namespace Attune.Kernels;

/// <summary>Gated linear units in double precision.</summary>
public static class GatedUnitReference
{
    /// <summary>y = f(gate) up for a matrix [rows, 2 columns] that holds both.</summary>
    public static void Forward(Gate gate, ReadOnlySpan<double> gateUp, Span<double> y, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
            Forward(gate, gateUp.Slice(2 * row * columns, columns), gateUp.Slice(((2 * row) + 1) * columns, columns), y.Slice(row * columns, columns));
    }

    /// <summary>y = f(gate) up.</summary>
    public static void Forward(Gate gate, ReadOnlySpan<double> gates, ReadOnlySpan<double> up, Span<double> y)
    {
        var values = new double[gates.Length];
        Value(gate, gates, values);
        for (int i = 0; i < values.Length; i++)
            y[i] = values[i] * up[i];
    }

    /// <summary>Gradients for a matrix [rows, 2 columns] that holds both.</summary>
    public static void Backward(Gate gate, ReadOnlySpan<double> gateUp, ReadOnlySpan<double> dy, Span<double> dGateUp, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
        {
            var (first, second) = (2 * row * columns, ((2 * row) + 1) * columns);
            Backward(
                gate, gateUp.Slice(first, columns), gateUp.Slice(second, columns), dy.Slice(row * columns, columns),
                dGateUp.Slice(first, columns), dGateUp.Slice(second, columns));
        }
    }

    /// <summary>dgate = dy up f'(gate), dup = dy f(gate).</summary>
    public static void Backward(
        Gate gate, ReadOnlySpan<double> gates, ReadOnlySpan<double> up, ReadOnlySpan<double> dy, Span<double> dGate, Span<double> dUp)
    {
        var values = new double[gates.Length];
        var incoming = new double[gates.Length];
        Value(gate, gates, values);
        for (int i = 0; i < values.Length; i++)
            (values[i], incoming[i]) = (values[i] * dy[i], dy[i] * up[i]);
        Slope(gate, gates, incoming, dGate);
        values.CopyTo(dUp);
    }

    private static void Value(Gate gate, ReadOnlySpan<double> x, Span<double> y)
    {
        switch (gate)
        {
            case Gate.Silu:
                ActivationsReference.Silu(x, y);
                break;
            case Gate.GeluExact:
                ActivationsReference.GeluExact(x, y);
                break;
            case Gate.GeluTanh:
                ActivationsReference.GeluTanh(x, y);
                break;
            case Gate.Sigmoid:
                ActivationsReference.Sigmoid(x, y);
                break;
            default:
                throw new ArgumentException($"gated_unit: expected one of the gates, got {gate}");
        }
    }

    private static void Slope(Gate gate, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx)
    {
        switch (gate)
        {
            case Gate.Silu:
                ActivationsReference.SiluBackward(x, dy, dx);
                break;
            case Gate.GeluExact:
                ActivationsReference.GeluExactBackward(x, dy, dx);
                break;
            case Gate.GeluTanh:
                ActivationsReference.GeluTanhBackward(x, dy, dx);
                break;
            default:
                ActivationsReference.SigmoidBackward(x, dy, dx);
                break;
        }
    }
}
