using System.Numerics.Tensors;
using Attune.Kernels;

namespace Attune.Cli.Bench;

/// <summary>One sequence with its operands and gradients, [length, heads, dim] each.</summary>
internal sealed class AttentionProblem(int length, int heads, int dim)
{
    private readonly PinnedBuffer _query = Operand(length, heads, dim);
    private readonly PinnedBuffer _key = Operand(length, heads, dim);
    private readonly PinnedBuffer _value = Operand(length, heads, dim);
    private readonly PinnedBuffer _output = Operand(length, heads, dim);
    private readonly PinnedBuffer _outputGradient = Operand(length, heads, dim);
    private readonly PinnedBuffer _queryGradient = Operand(length, heads, dim);
    private readonly PinnedBuffer _keyGradient = Operand(length, heads, dim);
    private readonly PinnedBuffer _valueGradient = Operand(length, heads, dim);
    private readonly float[] _logSumExp = new float[length * heads];
    private readonly int[] _offsets = [0, length];

    public int Length => length;

    public int Heads => heads;

    public int Dim => dim;

    private AttentionShape Shape => new()
    {
        Heads = heads,
        KeyHeads = heads,
        HeadDim = dim,
        QueryOffsets = _offsets,
        KeyOffsets = _offsets,
        Scale = 1 / MathF.Sqrt(dim),
    };

    public void Forward(bool causal, int threads)
    {
        using var workers = Workers.Use(threads);
        if (causal)
            Forward<Causal>();
        else
            Forward<NoMask>();
    }

    public void Backward(bool causal, int threads)
    {
        using var workers = Workers.Use(threads);
        if (causal)
            Backward<Causal>();
        else
            Backward<NoMask>();
    }

    /// <summary>The three steps, one head after the other: S = Q K^T / sqrt(dim), P = softmax(S), O = P V. The scale goes into Q beforehand.</summary>
    public void ForwardPlain(bool causal, int threads, Span<float> scores)
    {
        using var workers = Workers.Use(threads);
        int stride = heads * dim;
        TensorPrimitives.Multiply(_query.Span<float>(), Shape.Scale, _queryGradient.Span<float>());
        for (int head = 0; head < heads; head++)
        {
            MatrixView View(PinnedBuffer buffer) => new(buffer.Span<float>()[(head * dim)..], length, dim, stride);
            MatMul.Run(View(_queryGradient), View(_key).Transposed, scores, length);
            for (int row = 0; causal && row < length; row++)
                scores.Slice((row * length) + row + 1, length - row - 1).Fill(float.NegativeInfinity);

            Softmax.Forward(scores, scores, length, length);
            MatMul.Run(new MatrixView(scores, length, length), View(_value), _output.Span<float>()[(head * dim)..], stride);
        }
    }

    private static PinnedBuffer Operand(int length, int heads, int dim)
    {
        var buffer = new PinnedBuffer((long)length * heads * dim * sizeof(float));
        var random = new Random(1);
        foreach (ref float value in buffer.Span<float>())
            value = (random.NextSingle() - 0.5f) * 3;
        return buffer;
    }

    private HeadRows Rows(PinnedBuffer buffer) => HeadRows.Contiguous(buffer.Span<float>(), heads, dim);

    private void Forward<TMask>()
        where TMask : unmanaged, IAttentionMask =>
        Attention.Forward(
            Shape, Rows(_query), Rows(_key), Rows(_value), Rows(_output), _logSumExp, default(TMask), default(NoChange));

    private void Backward<TMask>()
        where TMask : unmanaged, IAttentionMask =>
        Attention.Backward(
            Shape, Rows(_query), Rows(_key), Rows(_value), Rows(_output), _logSumExp, Rows(_outputGradient),
            Rows(_queryGradient), Rows(_keyGradient), Rows(_valueGradient), default(TMask), default(NoChange));
}
