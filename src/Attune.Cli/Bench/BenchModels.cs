using System.CommandLine;
using Attune.Models;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Cli.Bench;

/// <summary>The models whose steps are measured by name, with fresh weights.</summary>
internal static class BenchModels
{
    private static readonly string[] s_names = ["gpt2-124m", "nanogpt-cpu", "nanogpt-gpu"];

    public static Option<string> Option()
    {
        var option = new Option<string>("--model")
        {
            Description = "gpt2-124m, or nanoGPT's character models: nanogpt-cpu (4 layers, 128 wide), nanogpt-gpu (6 layers, 384 wide).",
            DefaultValueFactory = _ => s_names[0],
        };
        option.OneOf(s_names);
        return option;
    }

    public static LanguageModel Create(string name)
    {
        var config = name switch
        {
            "nanogpt-cpu" => new Gpt2Config { VocabularySize = 65, Positions = 64, Channels = 128, Layers = 4, Heads = 4, HasBias = false },
            "nanogpt-gpu" => new Gpt2Config { VocabularySize = 65, Positions = 256, Channels = 384, Layers = 6, Heads = 6, HasBias = false },
            _ => new Gpt2Config(),
        };
        return new Gpt2(config, Weights.Fresh(seed: 1));
    }

    /// <summary>Batch and length that the model is trained with, unless told otherwise.</summary>
    public static (int Batch, int Length) Usual(string name) => name switch
    {
        "nanogpt-cpu" => (12, 64),
        "nanogpt-gpu" => (64, 256),
        _ => (4, 64),
    };

    /// <summary>Token ids drawn uniformly, the same in each run.</summary>
    public static Tensor Tokens(LanguageModel model, int count, int seed)
    {
        var random = new Random(seed);
        var ids = new int[count];
        foreach (ref int id in ids.AsSpan())
            id = random.Next(model.VocabularySize);
        return Tensor.I32(ids).Keep();
    }
}
