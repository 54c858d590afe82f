using Attune.Tensors;
using BenchmarkDotNet.Attributes;

namespace Attune.Benchmarks;

/// <summary>What an operation on 16 elements costs: checks, memory of the step, recording, the kernel's call.</summary>
[MemoryDiagnoser]
public class TinyOperationBenchmarks
{
    private const int Operations = 1000;

    private readonly Tensor _parameter = Tensor.Ones([16]).RequireGradient();
    private readonly Tensor _constant = Tensor.Ones([16]);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Add_not_recorded() => Add(_constant);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Add_recorded() => Add(_parameter);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Multiply_by_a_number_recorded()
    {
        using var step = Step.Begin();
        for (int i = 0; i < Operations; i++)
            _ = _parameter * 2;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Exp_recorded()
    {
        using var _ = Step.Begin();
        for (int i = 0; i < Operations; i++)
            _parameter.Exp();
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Add_forward_and_backward()
    {
        using var _ = Step.Begin();
        var y = _parameter;
        for (int i = 0; i < Operations; i++)
            y += _constant;
        y.Backward(_constant);
    }

    private void Add(Tensor y)
    {
        using var _ = Step.Begin();
        for (int i = 0; i < Operations; i++)
            y += _constant;
    }
}
