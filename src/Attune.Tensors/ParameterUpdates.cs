using Attune.Kernels;

namespace Attune.Tensors;

/// <summary>What optimizers are made of: fused updates in place, outside of the tape, and the size of a gradient.</summary>
public static class ParameterUpdates
{
    /// <summary>One step of Adam or AdamW in place, in one pass; see <see cref="AdamUpdate"/>.</summary>
    /// <param name="parameter">Updated.</param>
    /// <param name="gradient">Read.</param>
    /// <param name="first">The first moment, updated; zeros before the first step.</param>
    /// <param name="second">The second moment, updated; zeros before the first step.</param>
    /// <param name="settings">Coefficients.</param>
    /// <param name="step">From 1 on.</param>
    /// <exception cref="ArgumentException">Shapes or types differ, or a tensor has gaps.</exception>
    public static void Adam(Tensor parameter, Tensor gradient, Tensor first, Tensor second, in AdamSettings settings, long step)
    {
        var state = Expect.Real("adam", parameter);
        Check("adam", "gradient", state, gradient);
        Check("adam", "first", state, first);
        Check("adam", "second", state, second);
        CheckGaps("adam", "parameter", state);
        state.Device.Adam(parameter, gradient, first, second, RoundedCopy.Target(state), settings, step);
        RoundedCopy.Updated(state);
    }

    /// <summary>One step of gradient descent in place, in one pass; see <see cref="SgdUpdate"/>.</summary>
    /// <param name="parameter">Updated.</param>
    /// <param name="gradient">Read.</param>
    /// <param name="velocity">Updated; zeros before the first step, none without momentum.</param>
    /// <param name="settings">Coefficients.</param>
    /// <exception cref="ArgumentException">Shapes or types differ, or a tensor has gaps.</exception>
    public static void Sgd(Tensor parameter, Tensor gradient, Tensor velocity, in SgdSettings settings)
    {
        var state = Expect.Real("sgd", parameter);
        Check("sgd", "gradient", state, gradient);
        if (!velocity.IsNone)
            Check("sgd", "velocity", state, velocity);
        CheckGaps("sgd", "parameter", state);
        state.Device.Sgd(parameter, gradient, velocity, settings);
        state.Storage.Version++;
    }

    /// <summary>The square root of the sum of all squares; not finite when an element is not.</summary>
    /// <exception cref="ArgumentException">A tensor has gaps, or is not f32 or f64.</exception>
    public static double Norm(params ReadOnlySpan<Tensor> gradients)
    {
        double sum = 0;
        foreach (var gradient in gradients)
        {
            var state = Expect.Real("norm", gradient);
            CheckGaps("norm", "gradient", state);
            sum += state.Device.SumOfSquares(gradient);
        }

        return Math.Sqrt(sum);
    }

    /// <summary>Multiplies all elements by a number, in place.</summary>
    /// <exception cref="ArgumentException">The tensor has gaps, or is not f32 or f64.</exception>
    public static void Scale(Tensor gradient, double factor)
    {
        var state = Expect.Real("scale", gradient);
        CheckGaps("scale", "gradient", state);
        state.Device.Scale(gradient, factor);
        state.Storage.Version++;
    }

    private static void Check(string operation, string name, TensorState parameter, Tensor other)
    {
        var state = Expect.Same(operation, parameter, other);
        if (state.Shape != parameter.Shape)
            throw new ArgumentException($"{operation}: expected {name} {parameter.Shape}, got {state.Shape}");
        CheckGaps(operation, name, state);
    }

    private static void CheckGaps(string operation, string name, TensorState state)
    {
        if (!state.IsContiguous)
            throw new ArgumentException($"{operation}: expected {name} without gaps, got a view {state.Shape}");
    }
}
