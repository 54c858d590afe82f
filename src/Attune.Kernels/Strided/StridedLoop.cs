namespace Attune.Kernels;

/// <summary>
/// Nested loops over the elements of an output in its order, with the place of each element in up to three other operands.
/// Axes that all operands cross in one stride are merged; what is left of the last one is a row.
/// </summary>
internal unsafe struct StridedLoop
{
    private const int MaxRank = 6;

    private fixed int _sizes[MaxRank];
    private fixed long _strides[3 * MaxRank];
    private int _rank;

    /// <summary>Number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Elements of a row.</summary>
    public int Columns { readonly get; private set; }

    /// <summary>From one element of a row to the next in each operand.</summary>
    public readonly long ColumnStride(int operand) => _strides[(operand * MaxRank) + _rank - 1];

    /// <summary>Neighbouring rows that lie one constant step apart: row r is one of them when r / this is equal.</summary>
    public readonly int RowGroup => _rank < 2 ? 1 : _sizes[_rank - 2];

    /// <summary>From one row of a group to the next in each operand.</summary>
    public readonly long RowStride(int operand) => _rank < 2 ? 0 : _strides[(operand * MaxRank) + _rank - 2];

    /// <summary>Builds the loops and checks that each operand has all the elements they visit.</summary>
    /// <exception cref="ArgumentException">An operand is too short, or the numbers of axes differ.</exception>
    public static StridedLoop Create(
        string operation,
        ReadOnlySpan<int> sizes,
        ReadOnlySpan<int> aStrides,
        int aLength,
        ReadOnlySpan<int> bStrides = default,
        int bLength = 0,
        ReadOnlySpan<int> cStrides = default,
        int cLength = 0)
    {
        var loop = new StridedLoop { _rank = 0 };
        bool isEmpty = sizes.Contains(0);
        CheckOperand(operation, sizes, aStrides, aLength, isEmpty);
        if (!bStrides.IsEmpty)
            CheckOperand(operation, sizes, bStrides, bLength, isEmpty);
        if (!cStrides.IsEmpty)
            CheckOperand(operation, sizes, cStrides, cLength, isEmpty);
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] != 1)
                loop.Append(sizes[axis], aStrides[axis], bStrides.IsEmpty ? 0 : bStrides[axis], cStrides.IsEmpty ? 0 : cStrides[axis]);
        }

        if (loop._rank == 0)
            loop.Append(1, 1, 1, 1);
        loop.Columns = loop._sizes[loop._rank - 1];
        loop.Rows = 1;
        for (int i = 0; i < loop._rank - 1; i++)
            loop.Rows *= loop._sizes[i];
        return loop;
    }

    /// <summary>Where a row begins in each operand.</summary>
    public readonly void Locate(long row, out long a, out long b, out long c)
    {
        (a, b, c) = (0, 0, 0);
        for (int i = _rank - 2; i >= 0; i--)
        {
            (row, long place) = Math.DivRem(row, _sizes[i]);
            a += place * _strides[i];
            b += place * _strides[MaxRank + i];
            c += place * _strides[(2 * MaxRank) + i];
        }
    }

    private static void CheckOperand(string operation, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int length, bool isEmpty)
    {
        if (sizes.Length > MaxRank || strides.Length != sizes.Length)
            throw new ArgumentException($"{operation}: expected at most {MaxRank} axes and as many strides, got {sizes.Length} and {strides.Length}");
        if (isEmpty)
            return;
        long last = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] < 0 || strides[i] < 0)
                throw new ArgumentException($"{operation}: expected sizes and strides of at least 0, got {sizes[i]} and {strides[i]}");
            last += (sizes[i] - 1L) * strides[i];
        }

        if (last >= length)
            throw new ArgumentException($"{operation}: expected an operand of at least {last + 1} elements, got {length}");
    }

    private void Append(int size, long a, long b, long c)
    {
        if (_rank > 0)
        {
            int i = _rank - 1;
            if (_strides[i] == a * size && _strides[MaxRank + i] == b * size && _strides[(2 * MaxRank) + i] == c * size)
            {
                _sizes[i] *= size;
                _strides[i] = a;
                _strides[MaxRank + i] = b;
                _strides[(2 * MaxRank) + i] = c;
                return;
            }
        }

        _sizes[_rank] = size;
        _strides[_rank] = a;
        _strides[MaxRank + _rank] = b;
        _strides[(2 * MaxRank) + _rank] = c;
        _rank++;
    }
}
