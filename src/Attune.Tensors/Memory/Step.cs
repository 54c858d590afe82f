namespace Attune.Tensors;

/// <summary>
/// Owns every tensor made on its thread between <see cref="Begin"/> and the end of the <c>using</c>: then their memory
/// returns to the cache of their device, and using one of them is an error. What must live longer is kept with
/// <see cref="Tensor.Keep"/>. A steady loop of steps allocates nothing.
/// </summary>
/// <remarks>
/// Bound to the thread that began it; each thread has its own. Steps nest: an inner step owns what is made in it. Outside of
/// any step the garbage collector owns tensors.
/// </remarks>
public sealed class Step
{
    [ThreadStatic]
    private static Step? t_current;

    private readonly Step? _outer;
    private Step? _inner;
    private TensorState[] _states = new TensorState[64];
    private Storage[] _storages = new Storage[64];
    private Node[] _nodes = new Node[64];
    private int _stateCount;
    private int _storageCount;
    private int _nodeCount;

    // The outermost step of a thread is never ended: it stands for "no step" and is where the first real one hangs.
    private Step(Step? outer) => _outer = outer;

    internal static Step? Current => t_current is { _outer: not null } step ? step : null;

    /// <summary>Begins a step on this thread; it ends when the result is disposed.</summary>
    public static Scope Begin()
    {
        var outer = t_current ??= new Step(null);
        t_current = outer._inner ??= new Step(outer);
        return new Scope(t_current);
    }

    internal TensorState NewState()
    {
        if (_stateCount == _states.Length)
            Array.Resize(ref _states, 2 * _stateCount);
        var state = _states[_stateCount] ??= new TensorState();
        state.Owner = this;
        _stateCount++;
        return state;
    }

    internal void Own(Storage storage)
    {
        if (_storageCount == _storages.Length)
            Array.Resize(ref _storages, 2 * _storageCount);
        storage.Owner = this;
        storage.Slot = _storageCount;
        _storages[_storageCount++] = storage;
    }

    /// <summary>Number of blocks so far: blocks taken later have a slot of at least this, until one of before is released.</summary>
    internal int StorageCount => _storageCount;

    /// <summary>
    /// Gives back what one operation's backward code took since <paramref name="mark"/> and nobody holds as a gradient; the rest is given back
    /// when its last holder is done.
    /// </summary>
    internal void ReleaseTemporaries(int mark)
    {
        for (int i = _storageCount - 1; i >= mark; i--)
        {
            var storage = _storages[i];
            if (storage.Owner != this)
                continue;
            if (storage.GradientHolders == 0)
                Release(storage);
            else
                storage.IsOfBackward = true;
        }
    }

    /// <summary>Gives a block of this step back before the step ends.</summary>
    internal void Release(Storage storage)
    {
        var last = _storages[--_storageCount];
        _storages[storage.Slot] = last;
        last.Slot = storage.Slot;
        _storages[_storageCount] = null!;
        Return(storage);
    }

    private static void Return(Storage storage)
    {
        storage.GradientHolders = 0;
        storage.IsOfBackward = false;
        storage.Device.Cache.Return(storage);
    }

    /// <summary>Hands a tensor of this step to whoever encloses the step: an outer one, or the garbage collector.</summary>
    internal void MoveOut(Tensor tensor)
    {
        var state = tensor.State;
        if (state.Owner == this)
            state.Owner = _outer?._outer is null ? null : _outer;
        if (state.Storage.Owner == this)
            state.Storage.Owner = _outer?._outer is null ? null : _outer;
    }

    internal void Own(Node node)
    {
        if (_nodeCount == _nodes.Length)
            Array.Resize(ref _nodes, 2 * _nodeCount);
        _nodes[_nodeCount++] = node;
    }

    private TensorState? Adopt(TensorState state)
    {
        if (_stateCount == _states.Length)
            Array.Resize(ref _states, 2 * _stateCount);
        var spare = _states[_stateCount];
        _states[_stateCount++] = state;
        return spare;
    }

    private void End()
    {
        if (t_current != this)
            throw new InvalidOperationException("step: expected the innermost step of this thread, got another one: end steps on their thread, inner ones first");
        t_current = _outer;
        for (int i = 0; i < _stateCount; i++)
        {
            var state = _states[i];
            if (state.Owner == this)
            {
                state.Recycle();
                continue;
            }

            // The object stays with its tensor; the new owner gives a spare one for it.
            _states[i] = state.Owner?.Adopt(state)!;
            if (state.Creator is not null)
            {
                // Its node ends with this step: what is left is a value.
                state.Creator = null;
                state.RequiresGradient = false;
                state.Gradient = default;
            }
        }

        for (int i = 0; i < _storageCount; i++)
        {
            var storage = _storages[i];
            _storages[i] = null!;
            if (storage.Owner == this)
                Return(storage);
            else
                storage.Owner?.Own(storage);
        }

        for (int i = 0; i < _nodeCount; i++)
        {
            _nodes[i].Recycle();
            _nodes[i] = null!;
        }

        (_stateCount, _storageCount, _nodeCount) = (0, 0, 0);
    }

    /// <summary>Ends the step.</summary>
    public readonly ref struct Scope
    {
        private readonly Step _step;

        internal Scope(Step step) => _step = step;

        /// <summary>Ends the step: its tensors are gone, their memory is free.</summary>
        /// <exception cref="InvalidOperationException">Not the innermost step of this thread.</exception>
        public void Dispose() => _step.End();
    }
}
