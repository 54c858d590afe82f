using Attune.Models;
using Attune.Nn;
using Attune.Tokenizers;

namespace Attune.Inference.Tests;

/// <summary>Fresh models, a few thousand parameters large, with weights large enough that their texts vary.</summary>
internal static class Tiny
{
    /// <summary>Bytes, 30 merges, and the end of text: 287 ids, fewer than the models have.</summary>
    public static Tokenizer Tokenizer { get; } = TokenizerTrainer.TrainOnTexts(
        new() { Algorithm = TokenizerAlgorithm.Bpe, VocabularySize = 300, Threads = 1 },
        ["The little fox sat on the hill. The little owl sat on the tree, and the fox and the owl told the tale of the hill and the tree."]);

    public static TextGenerator Gpt2 { get; } = new(
        new Gpt2(
            new() { VocabularySize = 300, Positions = 64, Channels = 24, Layers = 2, Heads = 3, InitializerRange = 0.4 }, Weights.Fresh(3)), Tokenizer);

    public static TextGenerator Llama { get; } = new(
        new Llama(
            new()
            {
                VocabularySize = 304,
                Positions = 64,
                Channels = 32,
                Inner = 48,
                Layers = 2,
                Heads = 4,
                KeyHeads = 2,
                InitializerRange = 0.4,
            },
            Weights.Fresh(5)), Tokenizer);

    /// <summary>Both, for theories.</summary>
    public static TheoryData<string> Names => ["gpt2", "llama"];

    public static TextGenerator Named(string name) => name == "gpt2" ? Gpt2 : Llama;

    /// <summary>Draws that differ from the most probable tokens.</summary>
    public static GenerationOptions Drawn { get; } = new() { MaxNewTokens = 24, Temperature = 0.9, TopK = 50, TopP = 0.95, MinP = 0.01, RepetitionPenalty = 1.1, Seed = 7 };

    /// <summary>The text of ids, those that the tokenizer lacks left out.</summary>
    public static string TextOf(IEnumerable<int> ids) => Tokenizer.Decode(ids.Where(id => id < Tokenizer.IdLimit), skipSpecialTokens: true);

    public static int[] Ids(this GenerationResult result) => [.. result.Tokens.Select(token => token.Id)];
}
