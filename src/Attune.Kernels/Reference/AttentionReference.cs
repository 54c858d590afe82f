namespace Attune.Kernels;

/// <summary>Attention in double precision, as the formula stands: the oracle of the kernels, and what f64 tensors run on.</summary>
/// <remarks>All operands are contiguous [rows, heads, headDim]; masks and changes are those of the kernels.</remarks>
public static class AttentionReference
{
    /// <summary>As <see cref="Attention.Forward"/>; <paramref name="weights"/> is [queries, keys] of every segment for each head, [heads, pairs], or empty.</summary>
    public static void Forward<TMask, TChange>(
        in AttentionShape shape,
        ReadOnlySpan<double> query,
        ReadOnlySpan<double> key,
        ReadOnlySpan<double> value,
        Span<double> output,
        Span<double> logSumExp,
        in TMask mask,
        in TChange change,
        in AttentionTables<double> tables = default,
        Span<double> weights = default)
        where TMask : struct, IAttentionMask
        where TChange : struct, IAttentionChange
    {
        shape.Validate();
        mask.Validate(shape, OfSameLengths(tables));
        change.Validate(shape, OfSameLengths(tables));
        int dim = shape.HeadDim;
        output.Clear();
        foreach (var row in new Rows(shape))
        {
            var p = new double[row.Keys];
            double logSum = Softmax(shape, row, query, key, mask, change, tables, p, new double[row.Keys]);
            if (logSumExp.Length > 0)
                logSumExp[(row.Query * shape.Heads) + row.Head] = logSum;
            var o = output.Slice(row.QueryAt, dim);
            for (int j = 0; j < row.Keys; j++)
            {
                if (weights.Length > 0)
                    weights[checked((int)((row.Head * shape.Pairs) + row.PairAt + j))] = p[j];
                if (!row.Sees(mask, tables, j))
                    continue;
                double kept = p[j] * Keep(shape, row, j);
                for (int d = 0; d < dim; d++)
                    o[d] += kept * value[row.KeyAt(j) + d];
            }
        }
    }

    /// <summary>As <see cref="Attention.Backward"/>.</summary>
    public static void Backward<TMask, TChange>(
        in AttentionShape shape,
        ReadOnlySpan<double> query,
        ReadOnlySpan<double> key,
        ReadOnlySpan<double> value,
        ReadOnlySpan<double> outputGradient,
        Span<double> queryGradient,
        Span<double> keyGradient,
        Span<double> valueGradient,
        in TMask mask,
        in TChange change,
        in AttentionTables<double> tables = default,
        Span<double> biasGradient = default)
        where TMask : struct, IAttentionMask
        where TChange : struct, IAttentionChange
    {
        int dim = shape.HeadDim;
        queryGradient.Clear();
        keyGradient.Clear();
        valueGradient.Clear();
        biasGradient.Clear();
        foreach (var row in new Rows(shape))
        {
            double[] p = new double[row.Keys], scores = new double[row.Keys], dp = new double[row.Keys];
            Softmax(shape, row, query, key, mask, change, tables, p, scores);
            var q = query.Slice(row.QueryAt, dim);
            var dO = outputGradient.Slice(row.QueryAt, dim);
            double dot = 0;
            for (int j = 0; j < row.Keys; j++)
            {
                if (!row.Sees(mask, tables, j))
                    continue;
                double keep = Keep(shape, row, j);
                for (int d = 0; d < dim; d++)
                {
                    dp[j] += keep * dO[d] * value[row.KeyAt(j) + d];
                    valueGradient[row.KeyAt(j) + d] += p[j] * keep * dO[d];
                }

                dot += p[j] * dp[j];
            }

            for (int j = 0; j < row.Keys; j++)
            {
                if (!row.Sees(mask, tables, j))
                    continue;
                double ds = shape.Scale * change.Backward(scores[j], p[j] * (dp[j] - dot), row.Pair(tables, j), biasGradient);
                for (int d = 0; d < dim; d++)
                {
                    queryGradient[row.QueryAt + d] += ds * key[row.KeyAt(j) + d];
                    keyGradient[row.KeyAt(j) + d] += ds * q[d];
                }
            }
        }
    }

    /// <summary>What masks and changes check is the lengths of tables, and that for floats.</summary>
    private static AttentionTables<float> OfSameLengths(in AttentionTables<double> tables) => new()
    {
        Slopes = new float[tables.Slopes.Length],
        Bias = new float[tables.Bias.Length],
        Additive = new float[tables.Additive.Length],
        Visible = tables.Visible,
        Pattern = tables.Pattern,
    };

    /// <summary>Weights before dropout and scaled scores before the change of one row; the logarithm of the sum of e^score.</summary>
    private static double Softmax<TMask, TChange>(
        in AttentionShape shape, in Row row, ReadOnlySpan<double> query, ReadOnlySpan<double> key,
        in TMask mask, in TChange change, in AttentionTables<double> tables, double[] weights, double[] scores)
        where TMask : struct, IAttentionMask
        where TChange : struct, IAttentionChange
    {
        double maximum = double.NegativeInfinity, sum = 0;
        for (int j = 0; j < row.Keys; j++)
        {
            if (!row.Sees(mask, tables, j))
                continue;
            double dot = 0;
            for (int d = 0; d < shape.HeadDim; d++)
                dot += query[row.QueryAt + d] * key[row.KeyAt(j) + d];
            scores[j] = shape.Scale * dot;
            weights[j] = change.Apply(scores[j], row.Pair(tables, j));
            maximum = Math.Max(maximum, weights[j]);
        }

        if (double.IsNegativeInfinity(maximum))
        {
            Array.Clear(weights);
            return maximum;
        }

        for (int j = 0; j < row.Keys; j++)
        {
            weights[j] = row.Sees(mask, tables, j) ? Math.Exp(weights[j] - maximum) : 0;
            sum += weights[j];
        }

        for (int j = 0; j < row.Keys; j++)
            weights[j] /= sum;
        return maximum + Math.Log(sum);
    }

    private static double Keep(in AttentionShape shape, in Row row, int key)
    {
        var dropout = shape.Dropout;
        if (dropout.Rate == 0)
            return 1;
        int randomRow = ((dropout.FirstRow + row.Query) * shape.Heads) + row.Head;
        var one = Lanes1.CreateBits(randomRow);
        Philox.ColumnWords(dropout.Key, one, key / Philox.Group, key % 16, out var w0, out var w1, out var w2, out var w3);
        var word = (key % Philox.Group / 16) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
        bool dropped = Lanes1.Any(Philox.IsBelow(word, Lanes1.CreateBits(Philox.Threshold(dropout.Rate))));
        return dropped ? 0 : 1 / (1 - (double)dropout.Rate);
    }

    /// <summary>One query row and head.</summary>
    private readonly record struct Row(int Head, int Heads, int KeyHead, int KeyHeads, int Dim, int Query, int FirstKey, int Keys, int Position, int PairAt)
    {
        public int QueryAt => ((Query * Heads) + Head) * Dim;

        public int KeyAt(int key) => (((FirstKey + key) * KeyHeads) + KeyHead) * Dim;

        public bool Sees<TMask>(in TMask mask, in AttentionTables<double> tables, int key)
            where TMask : struct, IAttentionMask => mask.Sees(Pair(tables, key));

        public AttentionPair Pair(in AttentionTables<double> tables, int key) =>
            new() { Tables = tables, Head = Head, Heads = Heads, Position = Position, Key = key, Index = PairAt + key };
    }

    /// <summary>All query rows and heads of all segments.</summary>
    private ref struct Rows(AttentionShape shape)
    {
        private readonly AttentionShape _shape = shape;
        private int _segment;
        private int _row = -1;
        private int _head;
        private int _pairs;

        public readonly Rows GetEnumerator() => this;

        public readonly Row Current
        {
            get
            {
                int keys = _shape.KeyOffsets[_segment + 1] - _shape.KeyOffsets[_segment];
                int queries = _shape.QueryOffsets[_segment + 1] - _shape.QueryOffsets[_segment];
                int row = _row - _shape.QueryOffsets[_segment];
                return new Row(
                    _head, _shape.Heads, _head / _shape.Group, _shape.KeyHeads, _shape.HeadDim, _row, _shape.KeyOffsets[_segment], keys,
                    keys - queries + row, _pairs + (row * keys));
            }
        }

        public bool MoveNext()
        {
            if (_row >= 0 && ++_head < _shape.Heads)
                return true;
            _head = 0;
            _row++;
            while (_segment < _shape.Segments && _row >= _shape.QueryOffsets[_segment + 1])
            {
                int keys = _shape.KeyOffsets[_segment + 1] - _shape.KeyOffsets[_segment];
                _pairs += (_shape.QueryOffsets[_segment + 1] - _shape.QueryOffsets[_segment]) * keys;
                _segment++;
            }

            return _segment < _shape.Segments;
        }
    }
}
