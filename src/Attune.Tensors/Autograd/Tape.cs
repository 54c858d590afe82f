namespace Attune.Tensors;

/// <summary>
/// Records which operation made which tensor, for values that need a gradient and for no others. Per thread.
/// </summary>
public static class Tape
{
    [ThreadStatic]
    private static int t_paused;

    /// <summary>False within <see cref="NoGradient"/> and during a backward pass.</summary>
    public static bool IsRecording => t_paused == 0;

    /// <summary>Records nothing on this thread until the result is disposed: evaluation, generation, updates.</summary>
    public static Pause NoGradient()
    {
        t_paused++;
        return new Pause(t_paused - 1);
    }

    /// <summary>True when an operation on these tensors is to be recorded.</summary>
    public static bool Needs(Tensor x) => IsRecording && Wanted(x);

    /// <inheritdoc cref="Needs(Tensor)"/>
    public static bool Needs(Tensor x, Tensor y) => IsRecording && (Wanted(x) || Wanted(y));

    /// <inheritdoc cref="Needs(Tensor)"/>
    public static bool Needs(Tensor x, Tensor y, Tensor z) => IsRecording && (Wanted(x) || Wanted(y) || Wanted(z));

    /// <inheritdoc cref="Needs(Tensor)"/>
    public static bool Needs(params ReadOnlySpan<Tensor> inputs)
    {
        if (!IsRecording)
            return false;
        foreach (var input in inputs)
        {
            if (Wanted(input))
                return true;
        }

        return false;
    }

    /// <summary>Records that <paramref name="output"/> was made by the operation that <paramref name="gradient"/> belongs to.</summary>
    /// <returns>The output.</returns>
    public static Tensor Record<TGradient>(Tensor output, in TGradient gradient)
        where TGradient : struct, IGradient
    {
        var state = output.State;
        state.Creator = Node<TGradient>.New(gradient, output, default);
        state.RequiresGradient = true;
        return output;
    }

    /// <summary>
    /// Records an operation with two differentiable outputs. Its <see cref="IGradient.Backward"/> is handed the gradient of the
    /// first (zeros when none came) and asks <see cref="Gradients.Of"/> for that of the second.
    /// </summary>
    public static void Record<TGradient>(Tensor output, Tensor second, in TGradient gradient)
        where TGradient : struct, IGradient
    {
        var node = Node<TGradient>.New(gradient, output, second);
        foreach (var state in (ReadOnlySpan<TensorState>)[output.State, second.State])
        {
            state.Creator = node;
            state.RequiresGradient = true;
        }
    }

    /// <summary>Records again although a backward pass is running, until the result is disposed.</summary>
    internal static Pause Resume()
    {
        int paused = t_paused;
        t_paused = 0;
        return new Pause(paused);
    }

    private static bool Wanted(Tensor x) => !x.IsNone && x.State.RequiresGradient;

    /// <summary>Restores what was before.</summary>
    public readonly ref struct Pause
    {
        private readonly int _previous;

        internal Pause(int previous) => _previous = previous;

        /// <summary>Restores what was before.</summary>
        public void Dispose() => t_paused = _previous;
    }
}
