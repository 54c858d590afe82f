namespace Attune.Tensors;

public readonly partial struct Tensor
{
    /// <summary>True when gradients reach this tensor: it is a parameter, or was computed from one.</summary>
    public bool RequiresGradient => State.RequiresGradient;

    /// <summary>
    /// The sum of the gradients that reached this parameter since <see cref="ZeroGradient"/>; none before the first. It lives
    /// as long as the parameter.
    /// </summary>
    public Tensor Gradient => State.GradientIsZeroed || State.Creator is not null ? default : State.Gradient;

    /// <summary>Makes this tensor a parameter: operations on it are recorded and <see cref="Gradient"/> is accumulated.</summary>
    /// <returns>The same tensor.</returns>
    /// <exception cref="InvalidOperationException">It was computed by recorded operations, or holds whole numbers.</exception>
    public Tensor RequireGradient()
    {
        var state = StateFor("require_gradient");
        if (state.Creator is not null)
            throw new InvalidOperationException($"require_gradient: expected a leaf, got the result {state.Shape} of {state.Operation}, which has a gradient already");
        if (state.Type is DType.I32)
            throw new InvalidOperationException($"require_gradient: expected f32, f64 or bf16, got i32 {state.Shape}");
        state.RequiresGradient = true;
        return this;
    }

    /// <summary>Forgets the gradient of this parameter; its memory is used again.</summary>
    public void ZeroGradient() => StateFor("zero_gradient").GradientIsZeroed = true;

    /// <summary>
    /// Adds d this / d p to the gradient of every parameter p that this single number was computed from.
    /// </summary>
    /// <exception cref="ArgumentException">More than one element.</exception>
    /// <exception cref="InvalidOperationException">No recorded operation made it.</exception>
    public void Backward()
    {
        var state = StateFor("backward");
        if (state.Shape.ElementCount != 1)
            throw new ArgumentException($"backward: expected a single number, got {state.Shape}; pass its gradient");
        Backward(Full(state.Shape, 1, state.Type.GradientType(), state.Device));
    }

    /// <summary>Adds the gradient of sum(this * <paramref name="gradient"/>) to every parameter that this was computed from.</summary>
    /// <param name="gradient">Of the shape and type of this tensor; f32 for bf16.</param>
    /// <exception cref="ArgumentException">Another shape or type.</exception>
    /// <exception cref="InvalidOperationException">No recorded operation made this tensor.</exception>
    public void Backward(Tensor gradient)
    {
        var (state, seed) = (StateFor("backward"), gradient.StateFor("backward"));
        if (seed.Shape != state.Shape || seed.Type != state.Type.GradientType())
            throw new ArgumentException($"backward: expected a gradient {state.Type.GradientType().Name()} {state.Shape}, got {seed.Type.Name()} {seed.Shape}");
        if (!state.RequiresGradient)
            throw new InvalidOperationException($"backward: the tensor {state.Shape} made by {state.Operation} was computed from no parameter, while nothing was recorded, or in a step that has ended");
        Gradients.Run(this, gradient, firstSequence: 0);
    }
}
