namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// function(inputs), whose intermediate values are given back at once and computed again when the gradient needs them: less
    /// memory for one more forward pass. T. Chen et al., arXiv:1604.06174.
    /// </summary>
    /// <param name="function">
    /// Gives the same result each time: its random numbers are keyed. It may use parameters; other values that need a gradient are passed
    /// as inputs. The result is recorded even if nothing in it needs a gradient.
    /// </param>
    /// <param name="inputs">What the function is called with.</param>
    /// <exception cref="InvalidOperationException">In the backward pass: the function uses a value that is not among its inputs.</exception>
    public static Tensor Recompute(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (var input in inputs)
            input.StateFor("recompute");
        if (!Tape.IsRecording)
            return function(inputs);
        Tensor y;
        using (Step.Begin())
        {
            using (Tape.NoGradient())
            {
                y = function(inputs);
                if (y.StateFor("recompute").Owner != Step.Current)
                    y = y.Reshape(y.Shape.Inserted(0, 1)).Squeeze(0);
            }

            Step.Current!.MoveOut(y);
        }

        return Tape.Record(y, new RecomputeGradient(function, inputs));
    }
}

internal readonly struct RecomputeGradient(Func<Tensor[], Tensor> function, Tensor[] inputs) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        // Allocated before the inner step begins, so that they outlive it.
        var targets = new Tensor[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
            targets[i] = gradients.Wants(inputs[i]) ? gradients.TargetToAddTo(inputs[i]) : default;

        long before = Node.LastSequence;
        using var _ = Step.Begin();
        var leaves = new Tensor[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            var state = inputs[i].State;
            leaves[i] = Tensor.View(state, state.Shape, state.Strides, state.Offset, "recompute");
            leaves[i].State.RequiresGradient = !targets[i].IsNone;
        }

        Tensor y;
        using (Tape.Resume())
            y = function(leaves);
        if (y.RequiresGradient)
            Gradients.Run(y, dy, before);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!targets[i].IsNone && !leaves[i].Gradient.IsNone)
                Operations.AddInto(targets[i], leaves[i].Gradient);
        }
    }
}
