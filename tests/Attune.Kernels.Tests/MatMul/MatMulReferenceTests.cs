namespace Attune.Kernels.Tests;

public class MatMulReferenceTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void The_gradients_of_the_reference_equal_central_differences(bool transposeA, bool transposeB)
    {
        const int M = 3, N = 4, K = 5;
        var (a, b) = (Inputs.Wide(Inputs.Normal(M * K, 1)), Inputs.Wide(Inputs.Normal(K * N, 2)));
        var dc = Inputs.Wide(Inputs.Normal(M * N, 3));
        var (da, db) = (new double[a.Length], new double[b.Length]);
        MatMulReference.Backward(a, b, dc, da, db, M, N, K, transposeA, transposeB);
        AssertGradient(a, da);
        AssertGradient(b, db);

        double Loss()
        {
            var c = new double[M * N];
            MatMulReference.Forward(a, b, c, M, N, K, transposeA, transposeB);
            return c.Zip(dc, (value, weight) => value * weight).Sum();
        }

        void AssertGradient(double[] values, double[] gradient)
        {
            const double Step = 1e-6;
            for (int i = 0; i < values.Length; i++)
            {
                double value = values[i];
                values[i] = value + Step;
                double above = Loss();
                values[i] = value - Step;
                double numeric = (above - Loss()) / (2 * Step);
                values[i] = value;
                Assert.Equal(numeric, gradient[i], 1e-5 + (1e-3 * Math.Abs(numeric)));
            }
        }
    }
}
