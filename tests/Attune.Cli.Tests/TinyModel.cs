using Attune.Models;
using Attune.Nn;
using Attune.Tokenizers;

namespace Attune.Cli.Tests;

/// <summary>A model of Hugging Face's layout with a few thousand parameters.</summary>
internal static class TinyModel
{
    public const int ContextLength = 120;

    public static void Save(string folder)
    {
        var tokenizer = TokenizerTrainer.TrainOnTexts(
            new() { Algorithm = TokenizerAlgorithm.Bpe, VocabularySize = 300, Threads = 1 }, ["The fox sat on the hill, and the owl told the fox the tale of the hill."]);
        tokenizer.Save(Path.Combine(folder, "tokenizer.json"));
        var config = new Gpt2Config { VocabularySize = 300, Positions = ContextLength, Channels = 24, Layers = 2, Heads = 3, InitializerRange = 0.4 };
        ModelFolder.Save(config.Create(Weights.Fresh(3)), folder);
    }
}
