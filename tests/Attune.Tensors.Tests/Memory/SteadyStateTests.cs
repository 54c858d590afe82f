using Attune.Kernels;

namespace Attune.Tensors.Tests;

/// <summary>A loop of equal steps allocates nothing.</summary>
[Collection(nameof(SteadyStateTests))]
[CollectionDefinition(nameof(SteadyStateTests), DisableParallelization = true)]
public class SteadyStateTests
{
    // Lists of tensors, delegates and arrays that a case or its operation makes for itself.
    private const int ObjectBytes = 1024;

    [Fact]
    public void A_steady_training_step_of_a_perceptron_allocates_nothing()
    {
        var (w1, b1, w2) = (Parameter([64, 32], 1), Parameter([64], 2), Parameter([8, 64], 3));
        var (x, target) = (Tensor.Normal([16, 32], new(1, 0, 0)), Tensor.Normal([16, 8], new(1, 0, 1)));

        AssertSteady([w1, b1, w2], () =>
        {
            var error = x.Linear(w1, b1, Activation.Relu).Linear(w2) - target;
            return (error * error).Mean();
        });
    }

    /// <summary>Two pre-norm blocks of a small GPT over rows: segments of different lengths, causal attention, dropout.</summary>
    [Fact]
    public void A_steady_training_step_of_a_small_GPT_allocates_nothing()
    {
        const int N = 24, C = 32, H = 4, V = 50;
        var embedding = Parameter([V, C], 1);
        var (gain1, gain2, last) = (Tensor.Ones([C]).RequireGradient(), Tensor.Ones([C]).RequireGradient(), Tensor.Ones([C]).RequireGradient());
        var (wq, wk, wv, wo) = (Parameter([C, C], 2), Parameter([C, C], 3), Parameter([C, C], 4), Parameter([C, C], 5));
        var (up, down) = (Parameter([4 * C, C], 6), Parameter([C, 4 * C], 7));
        int[] tokens = [.. Enumerable.Range(0, N).Select(i => i * 7 % V)], next = [.. Enumerable.Range(1, N).Select(i => i * 7 % V)];

        AssertSteady([embedding, gain1, gain2, last, wq, wk, wv, wo, up, down], () =>
        {
            var offsets = Tensor.I32([0, 5, 6, N]);
            var x = embedding.Embedding(Tensor.I32(tokens)); // [N] -> [N, C]
            for (int layer = 0; layer < 2; layer++)
            {
                var h = x.RmsNorm(gain1);
                Shape heads = [N, H, C / H];
                var mixed = h.Linear(wq).Reshape(heads).Attention(h.Linear(wk).Reshape(heads), h.Linear(wv).Reshape(heads), offsets, default(Causal));
                x = mixed.Reshape([N, C]).Linear(wo, residual: x);
                var inner = x.RmsNorm(gain2).Linear(up, activation: Activation.GeluTanh).Dropout(0.1, new(1, 2, layer));
                x = inner.Linear(down, residual: x);
            }

            return x.RmsNorm(last).Linear(embedding).CrossEntropy(Tensor.I32(next)).Mean();
        });
    }

    [Fact]
    public void A_backward_pass_needs_room_for_a_few_gradients_only_however_deep_the_network()
    {
        const int Depth = 64, Size = 1 << 18;
        Device.Cpu.TrimCache();
        var x = Tensor.Ones([Size]).RequireGradient();
        using (Step.Begin())
            x.Exp().Backward(Tensor.Ones([Size]));
        Device.Cpu.TrimCache();
        using var _ = Step.Begin();
        long start = Device.Cpu.AllocatedBytes;
        var y = x;
        for (int i = 0; i < Depth; i++)
            y = (y * y).Tanh();
        long forward = Device.Cpu.AllocatedBytes - start;

        y.Sum().Backward();

        long backward = Device.Cpu.AllocatedBytes - start - forward;
        Assert.True(forward >= 2L * Depth * Size * sizeof(float));
        Assert.True(backward <= 8L * Size * sizeof(float), $"{backward} bytes beside the {forward} of the forward pass");
    }

    [Fact]
    public void No_operation_allocates_in_a_steady_state()
    {
        var found = new List<string>();
        foreach (var @case in OperationCases.All)
        {
            var inputs = CaseRun.Tensors(@case, DType.F32, Layout.Contiguous, isLarge: false, out var leaves);
            long managed = 0, memory = 0;
            for (int i = 0; i < 4; i++)
            {
                memory = Device.Cpu.AllocatedBytes;
                managed = GC.GetAllocatedBytesForCurrentThread();
                using (Step.Begin())
                {
                    var y = @case.Compute(inputs);
                    if (@case.IsDifferentiable)
                        y.Backward(Tensor.Ones(y.Shape, y.DType));
                }

                managed = GC.GetAllocatedBytesForCurrentThread() - managed;
                memory = Device.Cpu.AllocatedBytes - memory;
            }

            if (memory != 0 || managed > ObjectBytes)
                found.Add($"{@case.Name}: {memory} bytes for numbers, {managed} bytes of objects");
        }

        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    private static Tensor Parameter(Shape shape, int site) => Tensor.Normal(shape, new(5, 0, site), deviation: 0.2).RequireGradient();

    private static void AssertSteady(Tensor[] parameters, Func<Tensor> loss)
    {
        var settings = new AdamSettings(Rate: 0.01f);
        Tensor[] first = [.. parameters.Select(parameter => Tensor.Zeros(parameter.Shape))];
        Tensor[] second = [.. parameters.Select(parameter => Tensor.Zeros(parameter.Shape))];
        int steps = 0;
        double before = TrainingStep(), after = 0;
        for (int i = 0; i < 40; i++)
            after = TrainingStep();
        Assert.True(after < 0.7 * before, $"loss {before} became {after}: it should learn");

        long memory = Device.Cpu.AllocatedBytes;
        long managed = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            TrainingStep();
        managed = GC.GetAllocatedBytesForCurrentThread() - managed;
        memory = Device.Cpu.AllocatedBytes - memory;

        Assert.Equal((0, 0), (memory, managed));

        double TrainingStep()
        {
            steps++;
            using var _ = Step.Begin();
            var value = loss();
            value.Backward();
            for (int i = 0; i < parameters.Length; i++)
            {
                ParameterUpdates.Adam(parameters[i], parameters[i].Gradient, first[i], second[i], settings, steps);
                parameters[i].ZeroGradient();
            }

            return value.Item();
        }
    }
}
