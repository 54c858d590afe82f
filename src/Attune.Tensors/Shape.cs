using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Attune.Tensors;

/// <summary>One whole number for each axis of a tensor.</summary>
[InlineArray(Shape.MaxRank)]
internal struct Axes
{
    private int _first;
}

/// <summary>
/// The sizes of a tensor's axes, the last one contiguous: <c>Shape shape = [rows, columns];</c>. At most 6 axes and
/// 2^31 - 1 elements. Immutable, thread-safe.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A shape is not thought of as a collection.")]
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The largest number of axes.</summary>
    public const int MaxRank = 6;

    private readonly Axes _sizes;
    private readonly int _rank;
    private readonly int _count;

    /// <summary>A shape of the given sizes; none for a single number.</summary>
    /// <exception cref="ArgumentException">A negative size, more than 6 axes, or more than 2^31 - 1 elements.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length > MaxRank)
            throw new ArgumentException($"shape: {Print(sizes)}: expected at most {MaxRank} axes, got {sizes.Length}");
        long count = 1;
        foreach (int size in sizes)
        {
            if (size < 0)
                throw new ArgumentException($"shape: {Print(sizes)}: expected sizes of at least 0, got {size}");

            // An empty axis does not excuse the others: strides are products of them.
            count *= Math.Max(1, size);
            if (count > int.MaxValue)
                throw new ArgumentException($"shape: {Print(sizes)}: expected at most {int.MaxValue} elements");
        }

        sizes.CopyTo(_sizes);
        _rank = sizes.Length;
        _count = sizes.Contains(0) ? 0 : (int)count;
    }

    /// <summary>Number of axes.</summary>
    public int Rank => _rank;

    /// <summary>Number of elements: the product of the sizes, 1 when there are no axes.</summary>
    public int ElementCount => _rank == 0 ? 1 : _count;

    /// <summary>The sizes.</summary>
    [UnscopedRef]
    public ReadOnlySpan<int> Sizes => ((ReadOnlySpan<int>)_sizes)[.._rank];

    /// <summary>The size of an axis; axis -1 is the last one.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public int this[int axis] => _sizes[Axis(axis, "shape")];

    /// <summary>A shape of the given sizes.</summary>
    /// <exception cref="ArgumentException">As for the constructor.</exception>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes);

    /// <summary>Equality of all sizes.</summary>
    public static bool operator ==(in Shape left, in Shape right) => left.Sizes.SequenceEqual(right.Sizes);

    /// <summary>Inequality of any size.</summary>
    public static bool operator !=(in Shape left, in Shape right) => !(left == right);

    /// <summary>The sizes of a shape with one axis.</summary>
    /// <exception cref="ArgumentException">Another number of axes.</exception>
    public int Dims1()
    {
        ExpectRank(1);
        return _sizes[0];
    }

    /// <summary>The sizes of a shape with two axes.</summary>
    /// <exception cref="ArgumentException">Another number of axes.</exception>
    public (int First, int Second) Dims2()
    {
        ExpectRank(2);
        return (_sizes[0], _sizes[1]);
    }

    /// <summary>The sizes of a shape with three axes.</summary>
    /// <exception cref="ArgumentException">Another number of axes.</exception>
    public (int First, int Second, int Third) Dims3()
    {
        ExpectRank(3);
        return (_sizes[0], _sizes[1], _sizes[2]);
    }

    /// <summary>The sizes of a shape with four axes.</summary>
    /// <exception cref="ArgumentException">Another number of axes.</exception>
    public (int First, int Second, int Third, int Fourth) Dims4()
    {
        ExpectRank(4);
        return (_sizes[0], _sizes[1], _sizes[2], _sizes[3]);
    }

    /// <summary>All axes but the last as one, and the last: how row-wise operations see a tensor. A single number is one row of one.</summary>
    public (int Rows, int Columns) AsRows()
    {
        if (_rank == 0)
            return (1, 1);
        int rows = 1;
        for (int i = 0; i < _rank - 1; i++)
            rows *= _sizes[i];
        return (rows, _sizes[_rank - 1]);
    }

    /// <summary>This shape with another size of one axis; axis -1 is the last.</summary>
    /// <exception cref="ArgumentException">There is no such axis, or the result is not a shape.</exception>
    public Shape With(int axis, int size)
    {
        var sizes = _sizes;
        sizes[Axis(axis, "shape")] = size;
        return new Shape(((ReadOnlySpan<int>)sizes)[.._rank]);
    }

    /// <summary>This shape without one axis; axis -1 is the last.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public Shape Without(int axis)
    {
        axis = Axis(axis, "shape");
        Axes sizes = default;
        Sizes[..axis].CopyTo(sizes);
        Sizes[(axis + 1)..].CopyTo(((Span<int>)sizes)[axis..]);
        return new Shape(((ReadOnlySpan<int>)sizes)[..(_rank - 1)]);
    }

    /// <summary>This shape with a new axis before <paramref name="axis"/>; -1 appends it.</summary>
    /// <exception cref="ArgumentException">No place for it, or the result is not a shape.</exception>
    public Shape Inserted(int axis, int size) => Inserted(axis, size, "shape");

    /// <inheritdoc cref="Inserted(int, int)"/>
    internal Shape Inserted(int axis, int size, string operation)
    {
        int place = axis < 0 ? axis + _rank + 1 : axis;
        if (_rank == MaxRank)
            throw new ArgumentException($"{operation}: {this}: expected less than {MaxRank} axes to add one to, got {_rank}");
        if (place < 0 || place > _rank)
            throw new ArgumentException($"{operation}: {this}: expected a place from {-_rank - 1} to {_rank} for a new axis, got {axis}");
        Axes sizes = default;
        Sizes[..place].CopyTo(sizes);
        sizes[place] = size;
        Sizes[place..].CopyTo(((Span<int>)sizes)[(place + 1)..]);
        return new Shape(((ReadOnlySpan<int>)sizes)[..(_rank + 1)]);
    }

    /// <summary>
    /// The shape that elementwise operations on both have: aligned at the last axis, sizes of 1 and missing axes stretch.
    /// </summary>
    /// <exception cref="ArgumentException">Sizes differ and neither is 1.</exception>
    public static Shape Broadcast(in Shape left, in Shape right, string operation) => Broadcast(left, right, operation, 0);

    /// <summary>The same, but the last <paramref name="except"/> axes may differ; what sizes the result has there is open.</summary>
    internal static Shape Broadcast(in Shape left, in Shape right, string operation, int except)
    {
        if (left == right)
            return left;
        int rank = Math.Max(left._rank, right._rank);
        Axes sizes = default;
        sizes[..rank].Fill(1);
        for (int i = 1 + except; i <= rank; i++)
        {
            int a = i <= left._rank ? left._sizes[left._rank - i] : 1;
            int b = i <= right._rank ? right._sizes[right._rank - i] : 1;
            if (a != b && a != 1 && b != 1)
                throw new ArgumentException($"{operation}: {left} and {right}: sizes {a} and {b} of axis {-i} differ and neither is 1");
            sizes[rank - i] = a == 1 ? b : a;
        }

        return new Shape(((ReadOnlySpan<int>)sizes)[..rank]);
    }

    /// <summary>The sizes as files state them.</summary>
    public long[] ToInt64Array()
    {
        var sizes = new long[_rank];
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = _sizes[i];
        return sizes;
    }

    /// <summary>For <c>foreach</c>.</summary>
    [UnscopedRef]
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => Sizes.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Shape other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int size in Sizes)
            hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>Sizes in brackets: <c>[2, 3]</c>.</summary>
    public override string ToString() => Print(Sizes);

    /// <summary>The axis counted from 0; -1 is the last.</summary>
    internal int Axis(int axis, string operation)
    {
        int counted = axis < 0 ? axis + _rank : axis;
        if ((uint)counted >= (uint)_rank)
            throw new ArgumentException($"{operation}: {this}: no axis {axis}");
        return counted;
    }

    /// <summary>Strides of a tensor without gaps.</summary>
    internal Axes RowMajorStrides()
    {
        Axes strides = default;
        int step = 1;
        for (int i = _rank - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(1, _sizes[i]);
        }

        return strides;
    }

    private static string Print(ReadOnlySpan<int> sizes)
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < sizes.Length; i++)
            text.Append(i == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"{sizes[i]}");
        return text.Append(']').ToString();
    }

    private void ExpectRank(int rank)
    {
        if (_rank != rank)
            throw new ArgumentException($"shape: expected {rank} axes, got {this}");
    }
}
