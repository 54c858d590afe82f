namespace Attune.Kernels.Tests;

/// <summary>One attention call with made-up operands, on the kernel and on the reference.</summary>
internal sealed class AttentionCase
{
    public AttentionCase(int[] queries, int[] keys, int heads, int keyHeads, int dim, int seed = 1)
    {
        QueryOffsets = Offsets(queries);
        KeyOffsets = Offsets(keys);
        (Heads, KeyHeads, Dim) = (heads, keyHeads, dim);
        int queryCount = QueryOffsets[^1] * heads * dim, keyCount = KeyOffsets[^1] * keyHeads * dim;
        Query = Inputs.Normal(queryCount, seed);
        Key = Inputs.Normal(keyCount, seed + 1);
        Value = Inputs.Normal(keyCount, seed + 2);
        OutputGradient = Inputs.Normal(queryCount, seed + 3);
        Output = new float[queryCount];
        LogSumExp = new float[QueryOffsets[^1] * heads];
        QueryGradient = new float[queryCount];
        KeyGradient = new float[keyCount];
        ValueGradient = new float[keyCount];
    }

    public int[] QueryOffsets { get; }

    public int[] KeyOffsets { get; }

    public int Heads { get; }

    public int KeyHeads { get; }

    public int Dim { get; }

    public AttentionDropout Dropout { get; init; }

    public float[] Slopes { get; init; } = [];

    public float[] Bias { get; init; } = [];

    public float[] Additive { get; init; } = [];

    public bool[] Visible { get; init; } = [];

    public bool[] Pattern { get; init; } = [];

    public float[] Query { get; }

    public float[] Key { get; }

    public float[] Value { get; }

    public float[] OutputGradient { get; }

    public float[] Output { get; }

    public float[] LogSumExp { get; }

    public float[] QueryGradient { get; }

    public float[] KeyGradient { get; }

    public float[] ValueGradient { get; }

    public float[] BiasGradient { get; init; } = [];

    public AttentionShape Shape => new()
    {
        Heads = Heads,
        KeyHeads = KeyHeads,
        HeadDim = Dim,
        QueryOffsets = QueryOffsets,
        KeyOffsets = KeyOffsets,
        Scale = 1 / MathF.Sqrt(Dim),
        Dropout = Dropout,
    };

    public AttentionTables<float> Tables => new()
    {
        Slopes = Slopes,
        Bias = Bias,
        Additive = Additive,
        Visible = Visible,
        Pattern = Pattern,
    };

    public AttentionTables<double> WideTables => new()
    {
        Slopes = Inputs.Wide(Slopes),
        Bias = Inputs.Wide(Bias),
        Additive = Inputs.Wide(Additive),
        Visible = Visible,
        Pattern = Pattern,
    };

    public static int[] Offsets(int[] lengths)
    {
        var offsets = new int[lengths.Length + 1];
        for (int i = 0; i < lengths.Length; i++)
            offsets[i + 1] = offsets[i] + lengths[i];
        return offsets;
    }

    public void Forward<TMask, TChange>(TMask mask, TChange change)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange =>
        Attention.Forward(
            Shape, Rows(Query, Heads), Rows(Key, KeyHeads), Rows(Value, KeyHeads), Rows(Output, Heads), LogSumExp, mask, change, Tables);

    public void Backward<TMask, TChange>(TMask mask, TChange change)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange =>
        Attention.Backward(
            Shape, Rows(Query, Heads), Rows(Key, KeyHeads), Rows(Value, KeyHeads), Rows(Output, Heads), LogSumExp, Rows(OutputGradient, Heads),
            Rows(QueryGradient, Heads), Rows(KeyGradient, KeyHeads), Rows(ValueGradient, KeyHeads), mask, change, Tables, BiasGradient);

    /// <summary>Forward and backward within the bound for whole results, on the current path.</summary>
    public void AssertMatchesReference<TMask, TChange>(TMask mask, TChange change, string what)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        // Nothing may be left of what was there before.
        foreach (var result in new[] { Output, LogSumExp, QueryGradient, KeyGradient, ValueGradient, BiasGradient })
            Array.Fill(result, float.NaN);
        Forward(mask, change);
        Backward(mask, change);

        double[] q = Inputs.Wide(Query), k = Inputs.Wide(Key), v = Inputs.Wide(Value);
        double[] o = new double[q.Length], l = new double[LogSumExp.Length];
        double[] dq = new double[q.Length], dk = new double[k.Length], dv = new double[v.Length], bias = new double[BiasGradient.Length];
        AttentionReference.Forward(Shape, q, k, v, o, l, mask, change, WideTables);
        AttentionReference.Backward(Shape, q, k, v, Inputs.Wide(OutputGradient), dq, dk, dv, mask, change, WideTables, bias);
        Close.AssertNmse(o, Output, $"{what}: output");
        Close.AssertNmse(l, LogSumExp, $"{what}: log-sum-exp");
        Close.AssertNmse(dq, QueryGradient, $"{what}: query gradient");
        Close.AssertNmse(dk, KeyGradient, $"{what}: key gradient");
        Close.AssertNmse(dv, ValueGradient, $"{what}: value gradient");
        Close.AssertNmse(bias, BiasGradient, $"{what}: bias gradient");
    }

    /// <summary>The weights of one head.</summary>
    public float[] Weights<TMask, TChange>(int head, TMask mask, TChange change)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        var weights = new float[Shape.Pairs];
        Attention.Weights(Shape, Rows(Query, Heads), Rows(Key, KeyHeads), LogSumExp, head, weights, mask, change, Tables);
        return weights;
    }

    private HeadRows Rows(float[] data, int heads) => HeadRows.Contiguous(data, heads, Dim);
}
