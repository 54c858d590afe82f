using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Attention.</content>
internal sealed partial class CpuDevice
{
    internal override void Attention<TMask, TChange>(in AttentionCall call, Tensor y, Tensor logSumExp, TMask mask, TChange change)
    {
        var shape = ShapeOf(call);
        if (y.DType is DType.F64)
        {
            AttentionReference.Forward(
                shape, F64(call.Query), F64(call.Key), F64(call.Value), F64(y), F64(logSumExp), mask, change, Tables<double>(call.Settings));
        }
        else
        {
            Kernels.Attention.Forward(
                shape, Heads(call.Query), Heads(call.Key), Heads(call.Value), Heads(y), F32(logSumExp), mask, change, Tables<float>(call.Settings));
        }
    }

    internal override void AttentionBackward<TMask, TChange>(
        in AttentionCall call, Tensor y, Tensor logSumExp, Tensor dy, Tensor dq, Tensor dk, Tensor dv, Tensor dBias, TMask mask, TChange change)
    {
        var shape = ShapeOf(call);
        if (y.DType is DType.F64)
        {
            AttentionReference.Backward(
                shape, F64(call.Query), F64(call.Key), F64(call.Value), F64(dy), F64(dq), F64(dk), F64(dv), mask, change,
                Tables<double>(call.Settings), F64(dBias));
        }
        else
        {
            Kernels.Attention.Backward(
                shape, Heads(call.Query), Heads(call.Key), Heads(call.Value), Heads(y), F32(logSumExp), Heads(dy), Heads(dq), Heads(dk), Heads(dv),
                mask, change, Tables<float>(call.Settings), F32(dBias));
        }
    }

    internal override Tensor AttentionWeights<TMask, TChange>(in AttentionCall call, int head, TMask mask, TChange change)
    {
        var shape = ShapeOf(call);
        var (rows, heads, _) = call.Query.Dims3();
        int pairs = checked((int)PairsOf(shape));
        var y = Tensor.New(call.Query.Shape, call.Query.DType, this, "attention");
        var logSumExp = Tensor.New([rows, heads], y.DType, this, "attention");
        if (head < 0 || head >= heads)
            throw new ArgumentException($"attention: expected a head from 0 to {heads - 1}, got {head}");
        if (y.DType is DType.F64)
        {
            var all = Tensor.New([heads, pairs], y.DType, this, "attention");
            AttentionReference.Forward(
                shape, F64(call.Query), F64(call.Key), F64(call.Value), F64(y), F64(logSumExp), mask, change, Tables<double>(call.Settings), F64(all));
            return all.Select(0, head);
        }

        var weights = Tensor.New([pairs], y.DType, this, "attention");
        Attention(call, y, logSumExp, mask, change);
        Kernels.Attention.Weights(
            shape, Heads(call.Query), Heads(call.Key), F32(logSumExp), head, F32(weights), mask, change, Tables<float>(call.Settings));
        return weights;
    }

    private static AttentionShape ShapeOf(in AttentionCall call)
    {
        var (rows, heads, dim) = call.Query.Dims3();
        var (keyRows, keyHeads, _) = call.Key.Dims3();
        var shape = new AttentionShape
        {
            Heads = heads,
            KeyHeads = keyHeads,
            HeadDim = dim,
            QueryOffsets = I32(call.QueryOffsets),
            KeyOffsets = I32(call.KeyOffsets),
            KeyRows = I32(call.Settings.KeyRows),
            Scale = (float)call.Settings.Scale,
            Dropout = call.Settings.Dropout,
        };
        Ends("query", shape.QueryOffsets, rows);
        Ends("key", shape.KeyOffsets, call.Settings.KeyRows.IsNone ? keyRows : shape.KeyRows.Length);
        return shape;
    }

    private static void Ends(string what, ReadOnlySpan<int> offsets, int rows)
    {
        if (offsets.IsEmpty || offsets[^1] != rows)
            throw new ArgumentException($"attention: expected {what} offsets that end with {rows}, got {(offsets.IsEmpty ? "none" : offsets[^1])}");
    }

    private static long PairsOf(in AttentionShape shape)
    {
        long pairs = 0;
        for (int s = 1; s < shape.QueryOffsets.Length; s++)
            pairs += (long)(shape.QueryOffsets[s] - shape.QueryOffsets[s - 1]) * (shape.KeyOffsets[s] - shape.KeyOffsets[s - 1]);
        return pairs;
    }

    private static HeadRows Heads(Tensor x) => new(Reach<float>(x), x.State.Strides[0], x.State.Strides[1]);

    private static AttentionTables<T> Tables<T>(in AttentionSettings settings)
        where T : unmanaged => new()
        {
            Slopes = Elements<T>(settings.Slopes),
            Bias = Elements<T>(settings.Bias),
            Additive = Elements<T>(settings.Additive),
            Visible = settings.Visible.Span,
            Pattern = settings.Pattern.Span,
        };
}
