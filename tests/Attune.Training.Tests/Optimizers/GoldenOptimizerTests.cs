using System.Text.Json;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training.Tests;

/// <summary>Optimizers against PyTorch's in float64: Golden/optimizers.py.</summary>
public class GoldenOptimizerTests
{
    // Six steps of some roundings of f32 each, on numbers of about 1; Adam's first steps divide by the root of squares.
    private const double Tolerance = 3e-6;

    private static readonly JsonElement s_golden = Read();

    [Theory]
    [InlineData("sgd")]
    [InlineData("momentum")]
    [InlineData("nesterov")]
    [InlineData("rmsprop")]
    [InlineData("adam")]
    [InlineData("adamw")]
    public void Each_optimizer_steps_as_PyTorch_does(string name)
    {
        var golden = s_golden.GetProperty("optimizers").GetProperty(name);
        Parameter[] parameters = [New("matrix", [2, 3], decays: true), New("bias", [3], decays: false)];
        var optimizer = Create(name, parameters, golden.GetProperty("settings"), s_golden.GetProperty("weight_decay").GetDouble());
        int step = 0;
        foreach (var expected in golden.GetProperty("steps").EnumerateArray())
        {
            foreach (var parameter in parameters)
                SetGradient(parameter, s_golden.GetProperty("gradients")[step]);
            optimizer.Step(s_golden.GetProperty("rates")[step].GetDouble());
            step++;
            foreach (var parameter in parameters)
            {
                foreach (var (wanted, found) in Numbers(expected, parameter.Name).Zip(parameter.Value.ToArray<float>()))
                    Assert.True(Math.Abs(wanted - found) <= Tolerance, $"step {step}, {parameter.Name}: expected {wanted}, found {found}");
            }
        }

        Assert.Equal((6, 6L), (step, optimizer.StepCount));
    }

    private static Optimizer Create(string name, Parameter[] parameters, JsonElement settings, double decay)
    {
        return name switch
        {
            "sgd" => new Sgd(parameters, weightDecay: decay),
            "momentum" => new Sgd(parameters, Of("momentum"), weightDecay: decay),
            "nesterov" => new Sgd(parameters, Of("momentum"), isNesterov: true, decay),
            "rmsprop" => new RmsProp(parameters, Of("alpha"), Of("eps"), decay),
            "adam" => new Adam(parameters, Beta(0), Beta(1), Of("eps"), decay),
            _ => new AdamW(parameters, Beta(0), Beta(1), Of("eps"), decay),
        };

        double Of(string setting) => settings.GetProperty(setting).GetDouble();
        double Beta(int index) => settings.GetProperty("betas")[index].GetDouble();
    }

    private static Parameter New(string name, int[] shape, bool decays)
    {
        var parameter = Weights.Fresh(1).Parameter(name, new Shape(shape), Initializer.Zeros, decays);
        parameter.Value.CopyFrom<float>([.. Numbers(s_golden.GetProperty("parameters"), name).Select(number => (float)number)]);
        return parameter;
    }

    /// <summary>The gradient of sum(value * g) is g.</summary>
    private static void SetGradient(Parameter parameter, JsonElement gradients)
    {
        using var _ = Step.Begin();
        float[] gradient = [.. Numbers(gradients, parameter.Name).Select(number => (float)number)];
        (parameter.Value * Tensor.F32(gradient, parameter.Value.Shape)).Sum().Backward();
    }

    private static double[] Numbers(JsonElement tensors, string name) => [.. tensors.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    private static JsonElement Read()
    {
        using var stream = typeof(GoldenOptimizerTests).Assembly.GetManifestResourceStream("Golden.optimizers.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
