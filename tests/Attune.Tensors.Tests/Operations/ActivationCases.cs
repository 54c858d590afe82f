namespace Attune.Tensors.Tests;

internal sealed class ActivationCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Kinked(nameof(Operations.Relu), x => x.Relu()),
        Kinked(nameof(Operations.LeakyRelu), x => x.LeakyRelu(0.125)),
        Smooth(nameof(Operations.Gelu), x => x.Gelu()),
        Smooth(nameof(Operations.GeluTanh), x => x.GeluTanh()),
        Smooth(nameof(Operations.Silu), x => x.Silu()),
        Smooth(nameof(Operations.Sigmoid), x => x.Sigmoid()),
        Smooth(nameof(Operations.Tanh), x => x.Tanh()),
        Smooth(nameof(Operations.Softplus), x => x.Softplus()),
    ];

    private static OperationCase Smooth(string operation, Func<Tensor, Tensor> compute) => new()
    {
        Operation = operation,
        Inputs = [Input.Normal([3, 7], 2)],
        LargeInputs = [Input.Normal([50_001], 2)],
        Compute = x => compute(x[0]),
    };

    private static OperationCase Kinked(string operation, Func<Tensor, Tensor> compute) => new()
    {
        Operation = operation,
        Inputs = [Input.AwayFromZero([3, 7])],
        LargeInputs = [Input.Normal([50_001], 2)],
        Compute = x => compute(x[0]),
    };
}
