namespace Attune.Tensors;

/// <summary>A recorded operation.</summary>
internal abstract class Node
{
    private static long s_last;

    /// <summary>Grows with each recording: a node's number is larger than those of the nodes that made its inputs.</summary>
    public long Sequence { get; private set; }

    public Tensor Output { get; private set; }

    /// <summary>None unless the operation has two differentiable outputs.</summary>
    public Tensor SecondOutput { get; private set; }

    /// <summary>True while it waits for its turn in a backward pass.</summary>
    public bool IsQueued { get; set; }

    public static long LastSequence => Interlocked.Read(ref s_last);

    public abstract void Backward(Tensor outputGradient, Gradients gradients);

    /// <summary>Forgets everything and goes back to where it came from.</summary>
    public abstract void Recycle();

    protected void Begin(Tensor output, Tensor second)
    {
        Sequence = Interlocked.Increment(ref s_last);
        Output = output;
        SecondOutput = second;
    }

    protected void Clear()
    {
        Output = default;
        SecondOutput = default;
        IsQueued = false;
    }
}

/// <summary>A recorded operation with its gradient, held without boxing; nodes of a step are used again.</summary>
internal sealed class Node<TGradient> : Node
    where TGradient : struct, IGradient
{
    [ThreadStatic]
    private static Stack<Node<TGradient>>? t_free;

    private TGradient _gradient;

    public TGradient Gradient => _gradient;

    public static Node<TGradient> New(in TGradient gradient, Tensor output, Tensor second)
    {
        var step = Step.Current;
        var node = step is not null && t_free is { Count: > 0 } free ? free.Pop() : new Node<TGradient>();
        step?.Own(node);
        node._gradient = gradient;
        node.Begin(output, second);
        return node;
    }

    public override void Backward(Tensor outputGradient, Gradients gradients) => _gradient.Backward(outputGradient, gradients);

    public override void Recycle()
    {
        Clear();
        _gradient = default;
        (t_free ??= new Stack<Node<TGradient>>()).Push(this);
    }
}
