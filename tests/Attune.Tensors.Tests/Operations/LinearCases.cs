using Attune.Kernels;

namespace Attune.Tensors.Tests;

internal sealed class LinearCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        .. Enum.GetValues<Activation>().Select(activation => new OperationCase
        {
            Operation = nameof(Operations.Linear),
            Variant = $"activation {activation} and a residual",
            Inputs = [Input.Normal([3, 4]), Input.Normal([5, 4]), Input.Normal([5]), Input.Normal([3, 5])],
            Compute = x => x[0].Linear(x[1], x[2], activation, x[3]),
            TakesBf16 = true,
        }),
        new()
        {
            Operation = nameof(Operations.Linear),
            Variant = "with ReLU, recorded in one pass",
            Inputs = [Input.Normal([3, 4]), Input.Normal([5, 4]), Input.Normal([5])],
            LargeInputs = [Input.Normal([150, 100]), Input.Normal([120, 100]), Input.Normal([120])],
            Compute = x => x[0].Linear(x[1], x[2], Activation.Relu),
            TakesBf16 = true,
        },
        new()
        {
            Operation = nameof(Operations.Activate),
            Inputs = [Input.Normal([3, 4])],
            Compute = x => x[0].Activate(Activation.Silu),
        },
        new()
        {
            Operation = nameof(Operations.Linear),
            Inputs = [Input.Normal([3, 4]), Input.Normal([5, 4]), Input.Normal([5])],
            LargeInputs = [Input.Normal([150, 100]), Input.Normal([120, 100]), Input.Normal([120])],
            Compute = x => x[0].Linear(x[1], x[2]),
            TakesBf16 = true,
        },
        new()
        {
            Operation = nameof(Operations.Linear),
            Variant = "without bias, more axes",
            Inputs = [Input.Normal([2, 3, 4]), Input.Normal([5, 4])],
            Compute = x => x[0].Linear(x[1]),
            TakesBf16 = true,
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("linear: [17, 256]: expected a weight [n, 256], got [512, 128]", () => Tensor.Zeros([17, 256]).Linear(Tensor.Zeros([512, 128]))),
        new("linear: [2, 5]: expected bias [5], got [4]", () => Tensor.Zeros([2, 3]).Linear(Tensor.Zeros([5, 3]), Tensor.Zeros([4]))),
        new("linear: [2, 5]: expected residual [2, 5], got [5]", () => Tensor.Zeros([2, 3]).Linear(Tensor.Zeros([5, 3]), residual: Tensor.Zeros([5]))),
        new("activate: expected one of the activations, got 42", () => Tensor.Zeros([2]).Activate((Activation)42)),
    ];
}
