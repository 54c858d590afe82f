namespace Attune.Tensors.Tests;

/// <summary>A loop of equal steps allocates nothing.</summary>
[Collection(nameof(SteadyStateTests))]
[CollectionDefinition(nameof(SteadyStateTests), DisableParallelization = true)]
public class SteadyStateTests
{
    // Lists of tensors, delegates and arrays that a case or its operation makes for itself.
    private const int ObjectBytes = 1024;

    [Fact]
    public void A_steady_training_step_allocates_no_memory_at_all()
    {
        var random = new Random(1);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
        var w1 = Tensor.F32(Numbers(64 * 32), [64, 32]).RequireGradient();
        var b1 = Tensor.F32(Numbers(64), [64]).RequireGradient();
        var gain = Tensor.Ones([64]).RequireGradient();
        var w2 = Tensor.F32(Numbers(8 * 64), [8, 64]).RequireGradient();
        float[] inputs = Numbers(16 * 32), targets = Numbers(16 * 8);
        Tensor[] parameters = [w1, b1, gain, w2];

        double TrainingStep()
        {
            using var _ = Step.Begin();
            var x = Tensor.F32(inputs, [16, 32]);
            var hidden = x.Linear(w1, b1).RmsNorm(gain).Maximum(Tensor.Scalar(0));
            var error = hidden.Linear(w2) - Tensor.F32(targets, [16, 8]);
            var loss = (error * error).Mean();
            loss.Backward();
            using (Tape.NoGradient())
            {
                foreach (var parameter in parameters)
                {
                    parameter.CopyFrom(parameter - (parameter.Gradient * 0.1));
                    parameter.ZeroGradient();
                }
            }

            return loss.Item();
        }

        double first = TrainingStep(), last = 0;
        for (int i = 0; i < 50; i++)
            last = TrainingStep();
        Assert.True(last < first / 2, $"loss {first} became {last}: it should learn");
        long memory = Device.Cpu.AllocatedBytes;
        long managed = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            TrainingStep();
        managed = GC.GetAllocatedBytesForCurrentThread() - managed;
        memory = Device.Cpu.AllocatedBytes - memory;

        Assert.Equal((0, 0), (memory, managed));
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
}
