using System.Diagnostics.CodeAnalysis;
using Attune.Kernels;

namespace Attune.Tensors;

/// <summary>
/// One backward pass: takes the gradients of inputs from the operations, sums them, and runs the operations in reverse
/// order of their recording. So the order of every sum is fixed by the forward pass. Not thread-safe: one per thread.
/// </summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "That gradients lie with their tensors is nobody's business.")]
public sealed partial class Gradients
{
    // Backward passes nest where activations are recomputed; each depth of each thread has its own object.
    [ThreadStatic]
    private static Gradients? t_outermost;

    private Gradients? _inner;
    private bool _isRunning;
    private long _firstSequence;
    private Node[] _heap = new Node[64];
    private int _count;

    private Gradients()
    {
    }

    /// <summary>True when a gradient of <paramref name="x"/> is asked for; work for others can be saved.</summary>
    public bool Wants(Tensor x) => !x.IsNone && x.State.RequiresGradient;

    /// <summary>
    /// Adds <paramref name="gradient"/> to the gradient of <paramref name="x"/>; nothing happens when x needs none. A gradient
    /// of a shape that x broadcasts to is summed over what was stretched. The memory may be shared with other tensors.
    /// </summary>
    public void Add(Tensor x, Tensor gradient)
    {
        if (!Wants(x))
            return;
        var state = x.State;
        if (state.Creator is Node<SliceGradient> { Gradient.Whole: var whole } && IsIn(whole, gradient))
            return;
        if (gradient.Shape != state.Shape)
            gradient = Operations.SumTo(gradient, state.Shape);
        if (state.Creator is not null && state.Gradient.IsNone)
        {
            Hold(state, gradient);
            state.OwnsGradient = false;
            Enqueue(state.Creator);
            return;
        }

        var target = Target(x, out bool accumulate);
        if (accumulate)
            state.Device.Binary(BinaryFunction.Add, target, gradient, target);
        else
            state.Device.Copy(gradient, target);
    }

    /// <summary>
    /// The memory of the gradient of <paramref name="x"/>, for kernels that write there themselves: they add to it when
    /// <paramref name="accumulate"/>, else overwrite all of it. Only for wanted gradients (<see cref="Wants"/>).
    /// </summary>
    public Tensor Target(Tensor x, out bool accumulate)
    {
        var state = x.State;
        // A rounded copy has the gradient of what it was rounded from: it is written there at once.
        if (state is { Gradient.IsNone: true, Creator: Node<CastGradient> { Gradient.Source: var source } }
            && Wants(source) && source.DType.GradientType() == state.Type.GradientType())
        {
            return Target(source, out accumulate);
        }

        Complete(state);
        // What was written to the whole counts there: from here on this is the gradient of all the rest.
        if (state.GradientIsInWhole)
            LetGo(state);
        accumulate = !state.Gradient.IsNone && !state.GradientIsZeroed;
        if (state.Gradient.IsNone)
        {
            // A leaf's gradient lives as long as the leaf, any other one as long as the step in progress.
            var owner = state.Creator is null ? state.Owner : Step.Current;
            Hold(state, Tensor.New(state.Shape, state.Type.GradientType(), state.Device, "gradient", owner));
        }
        else if (state.Creator is not null && !state.OwnsGradient)
        {
            var own = Tensor.New(state.Shape, state.Type.GradientType(), state.Device, "gradient");
            state.Device.Copy(state.Gradient, own);
            LetGo(state);
            Hold(state, own);
        }

        state.OwnsGradient = true;
        state.GradientIsZeroed = false;
        if (state.Creator is not null)
            Enqueue(state.Creator);
        return state.Gradient;
    }

    /// <summary>As <see cref="Target"/>, for kernels that always add: zeros at first.</summary>
    public Tensor TargetToAddTo(Tensor x)
    {
        var target = Target(x, out bool accumulate);
        if (!accumulate)
            target.Device.Fill(target, 0);
        return target;
    }

    /// <summary>The gradient that reached an output of the operation whose turn it is, or none.</summary>
    public Tensor Of(Tensor output)
    {
        Complete(output.State);
        return output.State.Gradient;
    }

    /// <summary>Runs a backward pass from <paramref name="root"/>, over nodes recorded after <paramref name="firstSequence"/>.</summary>
    internal static void Run(Tensor root, Tensor gradient, long firstSequence)
    {
        var pass = t_outermost ??= new Gradients();
        while (pass._isRunning)
            pass = pass._inner ??= new Gradients();
        using var _ = Tape.NoGradient();
        pass._isRunning = true;
        pass._firstSequence = firstSequence;
        try
        {
            pass.Add(root, gradient);
            while (pass._count > 0)
                pass.RunNode(pass.Dequeue());
        }
        finally
        {
            pass.Abandon();
            pass._isRunning = false;
        }
    }

    private static void Forget(Tensor output)
    {
        if (!output.IsNone && !output.State.Gradient.IsNone)
            LetGo(output.State);
    }

    private static void Hold(TensorState state, Tensor gradient)
    {
        state.Gradient = gradient;
        gradient.State.Storage.GradientHolders++;
    }

    // Memory that this pass made goes back to the cache as soon as no value has its gradient in it.
    private static void LetGo(TensorState state)
    {
        var storage = state.Gradient.State.Storage;
        state.Gradient = default;
        state.GradientIsInWhole = false;
        state.WrittenAxis = -1;
        storage.GradientHolders--;
        if (storage is { GradientHolders: 0, IsOfBackward: true } && storage.Owner is { } owner && owner == Step.Current)
            owner.Release(storage);
    }

    private void RunNode(Node node)
    {
        var output = node.Output.State;
        int mark = Step.Current?.StorageCount ?? 0;
        Complete(output);
        var gradient = output.Gradient;
        if (gradient.IsNone)
            gradient = Tensor.Zeros(output.Shape, output.Type.GradientType(), output.Device);
        try
        {
            node.Backward(gradient, this);
            Step.Current?.ReleaseTemporaries(mark);
        }
        finally
        {
            Forget(node.Output);
            Forget(node.SecondOutput);
        }
    }

    // After an error, gradients of intermediate values must not be left for the next pass.
    private void Abandon()
    {
        while (_count > 0)
        {
            var node = Dequeue();
            Forget(node.Output);
            Forget(node.SecondOutput);
        }
    }

    private void Enqueue(Node node)
    {
        if (node.IsQueued)
            return;
        if (node.Sequence <= _firstSequence)
        {
            throw new InvalidOperationException(
                $"recompute: the function uses a tensor {node.Output.Shape} that needs a gradient and is not among its inputs; pass it as an input");
        }

        node.IsQueued = true;
        if (_count == _heap.Length)
            Array.Resize(ref _heap, 2 * _count);
        int place = _count++;
        while (place > 0 && _heap[(place - 1) / 2].Sequence < node.Sequence)
        {
            _heap[place] = _heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _heap[place] = node;
    }

    private Node Dequeue()
    {
        var first = _heap[0];
        var last = _heap[--_count];
        _heap[_count] = null!;
        int place = 0;
        while ((2 * place) + 1 < _count)
        {
            int child = (2 * place) + 1;
            if (child + 1 < _count && _heap[child + 1].Sequence > _heap[child].Sequence)
                child++;
            if (_heap[child].Sequence < last.Sequence)
                break;
            _heap[place] = _heap[child];
            place = child;
        }

        if (_count > 0)
            _heap[place] = last;
        first.IsQueued = false;
        return first;
    }
}
