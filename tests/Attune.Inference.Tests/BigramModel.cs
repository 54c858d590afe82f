using Attune.Models;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Inference.Tests;

/// <summary>A model whose next token depends on the last one only, by a table of logits; it counts the rows it computes.</summary>
internal sealed class BigramModel : LanguageModel
{
    private readonly Tensor _table;

    /// <param name="logits">[V, V]: row i are the logits after token i.</param>
    /// <param name="contextLength">Positions.</param>
    public BigramModel(float[,] logits, int contextLength = 32)
        : base(Weights.Fresh(1))
    {
        VocabularySize = logits.GetLength(0);
        ContextLength = contextLength;
        _table = Tensor.F32([.. logits.Cast<float>()], [VocabularySize, VocabularySize]);
        float[] identity = new float[VocabularySize * VocabularySize];
        for (int i = 0; i < VocabularySize; i++)
            identity[i * (VocabularySize + 1)] = 1;
        OutputWeight = Tensor.F32(identity, [VocabularySize, VocabularySize]);
    }

    public int Rows { get; private set; }

    public override ModelConfig Config => new Gpt2Config();

    public override int VocabularySize { get; }

    public override int ContextLength { get; }

    public override ModelSizes Sizes => new(1, VocabularySize, 1, 1, 1, 1);

    public override Tensor OutputWeight { get; }

    /// <summary>Any logits.</summary>
    public static BigramModel Random(int vocabulary, int seed, int contextLength = 32)
    {
        var random = new Random(seed);
        var logits = new float[vocabulary, vocabulary];
        for (int i = 0; i < logits.Length; i++)
            logits[i / vocabulary, i % vocabulary] = (float)(random.NextDouble() * 4);
        return new(logits, contextLength);
    }

    protected override Tensor Forward(Tensor ids, Pass pass)
    {
        Rows += ids.ElementCount;
        return _table.Embedding(ids); // [N] -> [N, V]
    }
}
