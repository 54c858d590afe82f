using System.Diagnostics.CodeAnalysis;

namespace Attune.Tensors;

/// <summary>
/// Numbers of one type on one device, in the order of a <see cref="Shape"/>. A small handle: copying it copies no numbers.
/// </summary>
/// <remarks>
/// <para>Made within a <see cref="Step"/>, it ends with the step unless kept; later use is an
/// <see cref="InvalidOperationException"/>. Made outside of any step, it lives as long as somebody refers to it.</para>
/// <para><c>default</c> is "no tensor" (<see cref="IsNone"/>): what optional arguments are left as.</para>
/// <para>Any number of threads may read a tensor; nothing guards one that is being written.</para>
/// </remarks>
public readonly partial struct Tensor : IEquatable<Tensor>
{
    private readonly TensorState? _state;
    private readonly int _generation;

    internal Tensor(TensorState state)
    {
        _state = state;
        _generation = state.Generation;
    }

    /// <summary>True for <c>default</c>: no tensor.</summary>
    public bool IsNone => _state is null;

    /// <summary>The sizes of its axes.</summary>
    public Shape Shape => State.Shape;

    /// <summary>Number of axes.</summary>
    public int Rank => State.Shape.Rank;

    /// <summary>Number of elements.</summary>
    public int ElementCount => State.Shape.ElementCount;

    /// <summary>The type of its elements.</summary>
    public DType DType => State.Type;

    /// <summary>Where its elements are.</summary>
    public Device Device => State.Device;

    /// <summary>True when elements lie without gaps in the order of the shape.</summary>
    public bool IsContiguous => State.IsContiguous;

    /// <summary>True when the step that made it has ended: any use is an error.</summary>
    public bool HasEnded => _state is not null && _state.Generation != _generation;

    /// <summary>The state, for uses that name themselves no operation.</summary>
    internal TensorState State => _state is { } state && state.Generation == _generation ? state : ThrowUnusable("tensor");

    /// <summary>Identity of handles; elements are compared by operations.</summary>
    public static bool operator ==(Tensor left, Tensor right) => left.Equals(right);

    /// <summary>Not the same handle.</summary>
    public static bool operator !=(Tensor left, Tensor right) => !left.Equals(right);

    /// <summary>The sizes of a tensor with one axis.</summary>
    /// <exception cref="ArgumentException">Another number of axes.</exception>
    public int Dims1() => State.Shape.Dims1();

    /// <summary>The sizes of a tensor with two axes.</summary>
    /// <exception cref="ArgumentException">Another number of axes.</exception>
    public (int First, int Second) Dims2() => State.Shape.Dims2();

    /// <summary>The sizes of a tensor with three axes.</summary>
    /// <exception cref="ArgumentException">Another number of axes.</exception>
    public (int First, int Second, int Third) Dims3() => State.Shape.Dims3();

    /// <summary>The sizes of a tensor with four axes.</summary>
    /// <exception cref="ArgumentException">Another number of axes.</exception>
    public (int First, int Second, int Third, int Fourth) Dims4() => State.Shape.Dims4();

    /// <summary>
    /// Lets this tensor outlive its step and every other one: from now on the garbage collector owns it (and the memory it
    /// is a view of, and the gradient that a parameter has). When the step ends, how it was computed is forgotten, and no gradient passes through it
    /// any more.
    /// </summary>
    /// <returns>The same tensor.</returns>
    /// <exception cref="InvalidOperationException">Its step has ended.</exception>
    public Tensor Keep()
    {
        var state = StateFor("keep");
        state.Owner = null;
        state.Storage.Owner = null;
        if (state.Creator is null && !state.Gradient.IsNone)
            state.Gradient.Keep();
        return this;
    }

    /// <summary>
    /// Lets this tensor outlive the step in progress: from now on the step around it owns it, or the garbage collector where there is none. When the step in progress ends, how
    /// it was computed is forgotten.
    /// </summary>
    /// <returns>The same tensor.</returns>
    /// <exception cref="InvalidOperationException">Its step has ended.</exception>
    public Tensor MoveOut()
    {
        StateFor("move out");
        Step.Current?.MoveOut(this);
        return this;
    }

    /// <inheritdoc/>
    public bool Equals(Tensor other) => ReferenceEquals(_state, other._state) && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_state, _generation);

    /// <summary>Type, shape and elements; long axes are shortened to their ends.</summary>
    public override string ToString() => TensorPrinter.Print(this);

    /// <summary>The state, checked on behalf of <paramref name="operation"/>.</summary>
    internal TensorState StateFor(string operation) =>
        _state is { } state && state.Generation == _generation ? state : ThrowUnusable(operation);

    /// <summary>A tensor of undefined contents, owned by the step in progress.</summary>
    internal static Tensor New(in Shape shape, DType type, Device device, string operation) =>
        New(shape, type, device, operation, Step.Current);

    /// <summary>A tensor of undefined contents, owned by <paramref name="owner"/> or, for null, by the garbage collector.</summary>
    internal static Tensor New(in Shape shape, DType type, Device device, string operation, Step? owner)
    {
        var state = TensorState.New(owner);
        state.Shape = shape;
        state.Strides = shape.RowMajorStrides();
        state.Offset = 0;
        state.IsContiguous = true;
        state.Type = type;
        state.Device = device;
        state.Storage = device.Rent((long)shape.ElementCount * type.Size(), owner);
        state.Operation = operation;
        return new Tensor(state);
    }

    /// <summary>A tensor over the memory of <paramref name="source"/>.</summary>
    internal static Tensor View(TensorState source, in Shape shape, in Axes strides, int offset, string operation)
    {
        var state = TensorState.New(Step.Current);
        state.Shape = shape;
        state.Strides = strides;
        state.Offset = offset;
        state.IsContiguous = Strided.IsContiguous(shape, strides);
        state.Type = source.Type;
        state.Device = source.Device;
        state.Storage = source.Storage;
        state.Operation = operation;
        return new Tensor(state);
    }

    [DoesNotReturn]
    private TensorState ThrowUnusable(string operation)
    {
        if (_state is null)
            throw new InvalidOperationException($"{operation}: expected a tensor, got none");

        // The object may serve another tensor by now; what it says of this one is known for the generation right after only.
        string which = _state.Storage is null && _state.Generation == _generation + 1
            ? $"the tensor {_state.Type.Name()} {_state.Shape} made by {_state.Operation}"
            : "a tensor";
        throw new InvalidOperationException(
            $"{operation}: {which} was used after its step had ended; call Keep() within the step on what must live longer");
    }
}
