namespace Attune.Kernels.Tests;

public class GatedUnitTests
{
    private static readonly Gate[] s_gates = [Gate.Silu, Gate.GeluExact, Gate.GeluTanh, Gate.Sigmoid];

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Both_layouts_are_the_reference_at_every_width(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int columns in Inputs.Lengths)
        {
            const int Rows = 3;
            var gate = s_gates[columns % s_gates.Length];
            float[] x = Inputs.Normal((Rows * 2 * columns) + 1, columns, 2), dy = Inputs.Normal(Rows * columns, columns + 1);
            float[] y = new float[(Rows * columns) + 1], dx = new float[Rows * 2 * columns];
            double[] expected = new double[Rows * columns], gradient = new double[Rows * 2 * columns];
            GatedUnit.Forward(gate, x.AsSpan(1), y.AsSpan(1), Rows, columns);
            GatedUnit.Backward(gate, x.AsSpan(1), dy, dx, Rows, columns);
            GatedUnitReference.Forward(gate, Inputs.Wide(x.AsSpan(1)), expected, Rows, columns);
            GatedUnitReference.Backward(gate, Inputs.Wide(x.AsSpan(1)), Inputs.Wide(dy), gradient, Rows, columns);
            Close.AssertNmse(expected, y.AsSpan(1), $"{gate} of {columns} on {path}");
            Close.AssertNmse(gradient, dx, $"{gate} backward of {columns} on {path}");

            // Two arrays, in place: the same bits.
            float[] first = x.AsSpan(1, columns).ToArray(), second = x.AsSpan(1 + columns, columns).ToArray();
            float[] dUp = new float[columns];
            GatedUnit.Backward(gate, first, second, dy.AsSpan(0, columns), second, dUp);
            Close.AssertSameBits(dx.AsSpan(0, columns), second, "gradient of the gate");
            Close.AssertSameBits(dx.AsSpan(columns, columns), dUp, "gradient of the factor");
            GatedUnit.Forward(gate, first, x.AsSpan(1 + columns, columns), first);
            Close.AssertSameBits(y.AsSpan(1, columns), first, "value");
        }
    }

    [Theory]
    [InlineData(Gate.Silu)]
    [InlineData(Gate.GeluExact)]
    [InlineData(Gate.GeluTanh)]
    [InlineData(Gate.Sigmoid)]
    public void The_gradient_of_the_reference_is_its_difference_quotient(Gate gate)
    {
        double[] x = Inputs.Wide(Inputs.Normal(40, 3)), ones = new double[20], gradient = new double[40];
        Array.Fill(ones, 1);
        GatedUnitReference.Backward(gate, x, ones, gradient, 2, 10);
        const double Step = 1e-6;
        for (int i = 0; i < x.Length; i++)
        {
            double quotient = (Sum(Step) - Sum(-Step)) / (2 * Step);
            Assert.True(Math.Abs(quotient - gradient[i]) <= 1e-5 + (1e-3 * Math.Abs(quotient)), $"{gate}, element {i}: {gradient[i]}, expected {quotient}");

            double Sum(double change)
            {
                double[] moved = [.. x], y = new double[20];
                moved[i] += change;
                GatedUnitReference.Forward(gate, moved, y, 2, 10);
                return y.Sum();
            }
        }
    }

    [Fact]
    public void The_value_has_the_bits_of_the_elementwise_function_times_the_factor()
    {
        float[] gates = Inputs.Normal(1000, 1), ones = new float[1000], y = new float[1000], expected = new float[1000];
        Array.Fill(ones, 1f);
        GatedUnit.Forward(Gate.GeluExact, gates, ones, y);
        Activations.GeluExact(gates, expected);
        Close.AssertSameBits(expected, y, "gelu");
    }

    [Fact]
    public void Paths_threads_and_other_rows_do_not_change_a_bit()
    {
        const int Rows = 4096, Columns = 37;
        float[] x = Inputs.Normal(Rows * 2 * Columns, 1), y = new float[Rows * Columns], dx = new float[x.Length];
        using (KernelPaths.Use(KernelPath.Scalar))
        {
            GatedUnit.Forward(Gate.Silu, x, y, Rows, Columns);
            GatedUnit.Backward(Gate.Silu, x, y, dx, Rows, Columns);
        }

        foreach (var path in Paths.All)
        {
            using var scope = KernelPaths.Use(path);
            foreach (int threads in Paths.Threads)
            {
                using var workers = Workers.Use(threads);
                float[] again = new float[y.Length], gradient = [.. x];
                GatedUnit.Forward(Gate.Silu, x, again, Rows, Columns);
                GatedUnit.Backward(Gate.Silu, gradient, y, gradient, Rows, Columns);
                Close.AssertSameBits(y, again, $"{path}, {threads} threads");
                Close.AssertSameBits(dx, gradient, $"{path}, {threads} threads, backward in place");
            }

            foreach (int rows in (int[])[1, 7])
            {
                var part = new float[rows * Columns];
                GatedUnit.Forward(Gate.Silu, x.AsSpan(100 * 2 * Columns, rows * 2 * Columns), part, rows, Columns);
                Close.AssertSameBits(y.AsSpan(100 * Columns, rows * Columns), part, $"{rows} rows on {path}");
            }
        }
    }

    [Fact]
    public void Large_outputs_that_bypass_the_caches_have_the_same_bits()
    {
        const int Columns = 1016;
        int rows = (int)(Streaming.FromBytes / (Columns * sizeof(float))) + 3;
        float[] x = new float[rows * 2 * Columns], y = new float[rows * Columns], dx = new float[x.Length];
        RandomNumbers.Normal(new RandomKey(1, 2, 3), x, 1, x.Length);
        GatedUnit.Forward(Gate.GeluExact, x, y, rows, Columns);
        GatedUnit.Backward(Gate.GeluExact, x, y, dx, rows, Columns);
        float[] again = new float[Columns], gradient = new float[2 * Columns];
        for (int row = 0; row < rows; row++)
        {
            Span<float> input = x.AsSpan(row * 2 * Columns, 2 * Columns), output = y.AsSpan(row * Columns, Columns);
            GatedUnit.Forward(Gate.GeluExact, input, again, 1, Columns);
            Close.AssertSameBits(again, output, $"row {row}");
            GatedUnit.Backward(Gate.GeluExact, input, output, gradient, 1, Columns);
            Close.AssertSameBits(gradient, dx.AsSpan(row * 2 * Columns, 2 * Columns), $"gradient of row {row}");
        }
    }

    [Fact]
    public void Wrong_sizes_are_named()
    {
        Assert.Equal(
            "gated_unit: expected gate_up of 12, got 11",
            Assert.Throws<ArgumentException>(() => GatedUnit.Forward(Gate.Silu, new float[11], new float[6], 2, 3)).Message);
        Assert.Equal(
            "gated_unit: expected up of 3, got 2",
            Assert.Throws<ArgumentException>(() => GatedUnit.Forward(Gate.Silu, new float[3], new float[2], new float[3])).Message);
    }
}
