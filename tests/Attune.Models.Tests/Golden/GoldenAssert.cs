using Attune.Kernels;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models.Tests;

/// <summary>What every golden model is held to.</summary>
internal static class GoldenAssert
{
    /// <summary>The gradients of all parameters, as the file has them.</summary>
    public static void Gradients(GoldenModel golden, Module model, double tolerance)
    {
        foreach (var parameter in model.Parameters)
        {
            var gradient = parameter.IsTransposed ? parameter.Value.Gradient.Transpose().Contiguous() : parameter.Value.Gradient;
            Close.AssertEqual(parameter.Name, GoldenModel.Doubles(golden.Root.GetProperty("gradients").GetProperty(parameter.Name)), gradient.ToArray<float>(), tolerance);
        }
    }

    /// <summary>Ten steps of AdamW: the same parameters decay and the losses fall alike.</summary>
    /// <param name="golden">The file.</param>
    /// <param name="model">Its model.</param>
    /// <param name="loss">The mean loss, as the model is now.</param>
    public static void TenSteps(GoldenModel golden, Module model, Func<Tensor> loss)
    {
        var training = golden.Root.GetProperty("training");
        var moments = model.Parameters.Select(p => (First: Tensor.Zeros(p.Value.Shape), Second: Tensor.Zeros(p.Value.Shape))).ToArray();
        Assert.Equal(
            training.GetProperty("decayed").EnumerateArray().Select(name => name.GetString()),
            model.Parameters.Where(p => p.Decays).Select(p => p.Name).OrderBy(name => golden.TensorNames.ToList().IndexOf(name)));

        double[] rates = GoldenModel.Doubles(training.GetProperty("learning_rates"));
        var losses = new List<float>();
        for (int step = 0; step <= rates.Length; step++)
        {
            using var _ = Step.Begin();
            var mean = loss();
            losses.Add((float)mean.Item());
            if (step == rates.Length)
                break;
            mean.Backward();
            double norm = ParameterUpdates.Norm([.. model.Parameters.Select(p => p.Value.Gradient)]);
            for (int i = 0; i < moments.Length; i++)
            {
                var parameter = model.Parameters[i];
                var settings = new AdamSettings(
                    (float)rates[step], 0.9f, 0.95f, 1e-8f, parameter.Decays ? 0.1f : 0, GradientScale: (float)Math.Min(1, 1 / norm));
                ParameterUpdates.Adam(parameter.Value, parameter.Value.Gradient, moments[i].First, moments[i].Second, settings, step + 1);
                parameter.Value.ZeroGradient();
            }
        }

        // Adam divides gradients by their size: the smallest ones, mostly rounding, move as far as all others. Ten steps of 1e-3 each.
        Close.AssertEqual(
            "losses", [.. GoldenModel.Doubles(training.GetProperty("losses")), training.GetProperty("final_loss").GetDouble()], losses, 1e-4);
    }
}
