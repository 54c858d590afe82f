namespace Attune.Kernels.Tests;

public class MatMulEpilogueTests
{
    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void The_epilogue_gives_the_bits_of_separate_passes(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (var (m, n, k) in new[] { (1, 40, 20), (9, 17, 5), (40, 33, 530), (21, 16, 0) })
        {
            foreach (var activation in Enum.GetValues<Activation>())
            {
                foreach (bool with in new[] { false, true })
                {
                    var plain = new MatMulCase(m, n, k) { Accumulate = with };
                    var fused = new MatMulCase(m, n, k) { Accumulate = with, WithBias = with, WithResidual = true, Activation = activation };
                    var expected = plain.Run();
                    for (int i = 0; i < expected.Length; i++)
                        expected[i] += with ? fused.Bias[i % n] : 0;
                    Apply(activation, expected);
                    for (int i = 0; i < expected.Length; i++)
                        expected[i] += fused.Residual[i];
                    Close.AssertSameBits(expected, fused.Run(), $"{path} {activation} {m} x {n} x {k}");
                }
            }
        }
    }

    [Fact]
    public void A_product_of_depth_0_is_zero_or_what_was_there()
    {
        Assert.All(new MatMulCase(3, 20, 0).Run(), value => Assert.Equal(0f, value));
        var kept = new MatMulCase(3, 20, 0) { Accumulate = true };
        Assert.Equal(kept.Initial, kept.Run());
    }

    [Fact]
    public void Products_without_rows_or_columns_write_nothing()
    {
        MatMul.Run(new MatrixView(ReadOnlySpan<float>.Empty, 0, 5), new MatrixView(new float[10], 5, 2), [], 2);
        MatMul.Run(new MatrixView(new float[10], 2, 5), new MatrixView(ReadOnlySpan<float>.Empty, 5, 0), [], 0);
        MatMul.RunBatched(0, new MatrixView(new float[10], 2, 5), 1, new MatrixView(new float[10], 5, 2), 1, [], 2, 4);
    }

    private static void Apply(Activation activation, float[] values)
    {
        var action = new ApplyAction { Activation = activation, Values = values };
        ProductPaths.Dispatch(ref action, KernelPaths.CurrentLanes);
    }

    private struct ApplyAction : IProductAction
    {
        public Activation Activation;
        public float[] Values;

        public readonly void Run<V, TKernel>()
            where V : struct, ILanes<V>
            where TKernel : struct, IProductKernel
        {
            for (int i = 0; i < Values.Length; i++)
                Values[i] = V.First(Apply(V.Create(Values[i])));
        }

        private readonly V Apply<V>(V x)
            where V : struct, ILanes<V> => Activation switch
            {
                Activation.Relu => default(Relu).Apply(x),
                Activation.GeluExact => default(GeluExact).Apply(x),
                Activation.GeluTanh => default(GeluTanh).Apply(x),
                Activation.Silu => default(Silu).Apply(x),
                Activation.Sigmoid => default(Sigmoid).Apply(x),
                Activation.Tanh => default(Tanh).Apply(x),
                _ => x,
            };
    }
}
