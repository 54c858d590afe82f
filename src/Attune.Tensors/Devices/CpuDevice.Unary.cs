using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Which kernel is which function of one number.</content>
internal sealed partial class CpuDevice
{
    private static void Unary(UnaryFunction function, ReadOnlySpan<float> x, Span<float> y, float parameter)
    {
        switch (function)
        {
            case UnaryFunction.Relu: Activations.Relu(x, y); break;
            case UnaryFunction.LeakyRelu: Activations.LeakyRelu(x, y, parameter); break;
            case UnaryFunction.GeluExact: Activations.GeluExact(x, y); break;
            case UnaryFunction.GeluTanh: Activations.GeluTanh(x, y); break;
            case UnaryFunction.Silu: Activations.Silu(x, y); break;
            case UnaryFunction.Sigmoid: Activations.Sigmoid(x, y); break;
            case UnaryFunction.Tanh: Activations.Tanh(x, y); break;
            case UnaryFunction.Softplus: Activations.Softplus(x, y); break;
            case UnaryFunction.Exp: Functions.Exp(x, y); break;
            case UnaryFunction.Log: Functions.Log(x, y); break;
            case UnaryFunction.Sqrt: Functions.Sqrt(x, y); break;
            case UnaryFunction.Square: Functions.Square(x, y); break;
            case UnaryFunction.Reciprocal: Functions.Reciprocal(x, y); break;
            case UnaryFunction.Abs: Functions.Abs(x, y); break;
            case UnaryFunction.Negate: Functions.Negate(x, y); break;
            case UnaryFunction.Power: Functions.Power(x, y, parameter); break;
            case UnaryFunction.Sin: Functions.Sin(x, y); break;
            case UnaryFunction.Cos: Functions.Cos(x, y); break;
            default: throw new ArgumentOutOfRangeException(nameof(function));
        }
    }

    private static void UnaryBackward(
        UnaryFunction function, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, float parameter)
    {
        switch (function)
        {
            case UnaryFunction.Relu: Activations.ReluBackward(x, dy, dx); break;
            case UnaryFunction.LeakyRelu: Activations.LeakyReluBackward(x, dy, dx, parameter); break;
            case UnaryFunction.GeluExact: Activations.GeluExactBackward(x, dy, dx); break;
            case UnaryFunction.GeluTanh: Activations.GeluTanhBackward(x, dy, dx); break;
            case UnaryFunction.Silu: Activations.SiluBackward(x, dy, dx); break;
            case UnaryFunction.Sigmoid: Activations.SigmoidBackward(x, dy, dx); break;
            case UnaryFunction.Tanh: Activations.TanhBackward(x, dy, dx); break;
            case UnaryFunction.Softplus: Activations.SoftplusBackward(x, dy, dx); break;
            case UnaryFunction.Exp: Functions.ExpBackward(x, dy, dx); break;
            case UnaryFunction.Log: Functions.LogBackward(x, dy, dx); break;
            case UnaryFunction.Sqrt: Functions.SqrtBackward(x, dy, dx); break;
            case UnaryFunction.Square: Functions.SquareBackward(x, dy, dx); break;
            case UnaryFunction.Reciprocal: Functions.ReciprocalBackward(x, dy, dx); break;
            case UnaryFunction.Abs: Functions.AbsBackward(x, dy, dx); break;
            case UnaryFunction.Negate: Functions.NegateBackward(x, dy, dx); break;
            case UnaryFunction.Power: Functions.PowerBackward(x, dy, dx, parameter); break;
            case UnaryFunction.Sin: Functions.SinBackward(x, dy, dx); break;
            case UnaryFunction.Cos: Functions.CosBackward(x, dy, dx); break;
            default: throw new ArgumentOutOfRangeException(nameof(function));
        }
    }

    private static void Unary(UnaryFunction function, ReadOnlySpan<double> x, Span<double> y, double parameter)
    {
        switch (function)
        {
            case UnaryFunction.Relu: ActivationsReference.Relu(x, y); break;
            case UnaryFunction.LeakyRelu: ActivationsReference.LeakyRelu(x, y, parameter); break;
            case UnaryFunction.GeluExact: ActivationsReference.GeluExact(x, y); break;
            case UnaryFunction.GeluTanh: ActivationsReference.GeluTanh(x, y); break;
            case UnaryFunction.Silu: ActivationsReference.Silu(x, y); break;
            case UnaryFunction.Sigmoid: ActivationsReference.Sigmoid(x, y); break;
            case UnaryFunction.Tanh: ActivationsReference.Tanh(x, y); break;
            case UnaryFunction.Softplus: ActivationsReference.Softplus(x, y); break;
            case UnaryFunction.Exp: FunctionsReference.Exp(x, y); break;
            case UnaryFunction.Log: FunctionsReference.Log(x, y); break;
            case UnaryFunction.Sqrt: FunctionsReference.Sqrt(x, y); break;
            case UnaryFunction.Square: FunctionsReference.Square(x, y); break;
            case UnaryFunction.Reciprocal: FunctionsReference.Reciprocal(x, y); break;
            case UnaryFunction.Abs: FunctionsReference.Abs(x, y); break;
            case UnaryFunction.Negate: FunctionsReference.Negate(x, y); break;
            case UnaryFunction.Power: FunctionsReference.Power(x, y, parameter); break;
            case UnaryFunction.Sin: FunctionsReference.Sin(x, y); break;
            case UnaryFunction.Cos: FunctionsReference.Cos(x, y); break;
            default: throw new ArgumentOutOfRangeException(nameof(function));
        }
    }

    private static void UnaryBackward(
        UnaryFunction function, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, double parameter)
    {
        switch (function)
        {
            case UnaryFunction.Relu: ActivationsReference.ReluBackward(x, dy, dx); break;
            case UnaryFunction.LeakyRelu: ActivationsReference.LeakyReluBackward(x, dy, dx, parameter); break;
            case UnaryFunction.GeluExact: ActivationsReference.GeluExactBackward(x, dy, dx); break;
            case UnaryFunction.GeluTanh: ActivationsReference.GeluTanhBackward(x, dy, dx); break;
            case UnaryFunction.Silu: ActivationsReference.SiluBackward(x, dy, dx); break;
            case UnaryFunction.Sigmoid: ActivationsReference.SigmoidBackward(x, dy, dx); break;
            case UnaryFunction.Tanh: ActivationsReference.TanhBackward(x, dy, dx); break;
            case UnaryFunction.Softplus: ActivationsReference.SoftplusBackward(x, dy, dx); break;
            case UnaryFunction.Exp: FunctionsReference.ExpBackward(x, dy, dx); break;
            case UnaryFunction.Log: FunctionsReference.LogBackward(x, dy, dx); break;
            case UnaryFunction.Sqrt: FunctionsReference.SqrtBackward(x, dy, dx); break;
            case UnaryFunction.Square: FunctionsReference.SquareBackward(x, dy, dx); break;
            case UnaryFunction.Reciprocal: FunctionsReference.ReciprocalBackward(x, dy, dx); break;
            case UnaryFunction.Abs: FunctionsReference.AbsBackward(x, dy, dx); break;
            case UnaryFunction.Negate: FunctionsReference.NegateBackward(x, dy, dx); break;
            case UnaryFunction.Power: FunctionsReference.PowerBackward(x, dy, dx, parameter); break;
            case UnaryFunction.Sin: FunctionsReference.SinBackward(x, dy, dx); break;
            case UnaryFunction.Cos: FunctionsReference.CosBackward(x, dy, dx); break;
            default: throw new ArgumentOutOfRangeException(nameof(function));
        }
    }
}
