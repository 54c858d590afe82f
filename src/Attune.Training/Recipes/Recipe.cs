using System.Text.Json.Serialization;
using Attune.Models;
using Attune.Nn;

namespace Attune.Training;

/// <summary>
/// All that decides what a training run does: model, tokenizer, data, optimization, evaluation. A flat record: each field is a field of a recipe's JSON and
/// an option of <c>attune train</c> under the same name. Immutable.
/// </summary>
public sealed record Recipe
{
    /// <summary>What the run is called.</summary>
    public string Name { get; init; } = "custom";

    /// <summary>One line that says what it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary><c>gpt2</c> or <c>llama</c>, which continue texts; or <c>transformer</c>, the encoder-decoder of 2017, which translates.</summary>
    public string Architecture { get; init; } = "gpt2";

    /// <summary>Blocks; of the encoder and of the decoder, where there are both.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Query heads; they divide the width.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Heads of keys and values (llama); as many as query heads when 0.</summary>
    public int KeyHeads { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public int Width { get; init; } = 128;

    /// <summary>Width of the feed-forward layers; 0 for the architecture's custom: 4 widths, or 8/3 of one with a gate.</summary>
    public int InnerWidth { get; init; }

    /// <summary>Tokens of a training sequence, and the longest that the model takes.</summary>
    public int ContextLength { get; init; } = 128;

    /// <summary>Share of embeddings, attention weights and residual additions that training drops.</summary>
    public double Dropout { get; init; }

    /// <summary>Deviation of the initial weights: GPT-2's for wide models; narrow ones learn faster with about half of width^-0.5.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Whether linear layers and norms have biases (gpt2).</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Where norms are (transformer): <c>post</c>, behind each addition to the residual stream, or <c>pre</c>, before each sublayer.</summary>
    public string Norm { get; init; } = "post";

    /// <summary>How order is told (transformer): <c>sinusoidal</c>, <c>learned</c> or <c>none</c>.</summary>
    public string Positions { get; init; } = "sinusoidal";

    /// <summary>Whether the head is the table of token embeddings (gpt2, llama).</summary>
    public bool TieEmbeddings { get; init; } = true;

    /// <summary><c>bpe</c>, <c>characters</c>, or another algorithm of <c>attune tokenizer train</c>.</summary>
    public string Tokenizer { get; init; } = "bpe";

    /// <summary>Most tokens of the vocabulary; characters have as many as the text.</summary>
    public int VocabularySize { get; init; } = 4096;

    /// <summary>Stories of the embedded generator to train on where no data is given.</summary>
    public int Stories { get; init; } = 20_000;

    /// <summary>Pairs of sentences that the embedded generator makes where none are given.</summary>
    public int GeneratedPairs { get; init; } = 50_000;

    /// <summary>What it makes: <c>german</c>, English sentences and their translation by rule, or <c>copy</c>, sequences and the same again.</summary>
    public string PairGenerator { get; init; } = "german";

    /// <summary>Share of the data, its end, that only evaluation sees.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary><c>random</c>: windows anywhere, drawn anew for each step; <c>epochs</c>: each window once before any comes again;
    /// <c>documents</c>: whole documents, each a sequence of its own, <c>batch_size</c> of them a pass.</summary>
    public string Sampling { get; init; } = "random";

    /// <summary>Steps of the optimizer.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>Target tokens of one pass, at most, where data are pairs of sentences: as many pairs as have so many.</summary>
    public int BatchTokens { get; init; } = 4096;

    /// <summary>Sequences of one pass where data are texts.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Passes whose gradients make one step.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary><c>adamw</c>, <c>adam</c>, <c>rmsprop</c>, <c>nesterov</c>, <c>momentum</c> or <c>sgd</c>.</summary>
    public string Optimizer { get; init; } = "adamw";

    /// <summary>The highest learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The learning rate of the last step.</summary>
    public double FinalLearningRate { get; init; } = 1e-4;

    /// <summary><c>cosine</c>, <c>linear</c>, <c>constant</c>, <c>inverse-sqrt</c>, <c>step</c> or <c>wsd</c> (warm-up, stable, decay).</summary>
    public string Schedule { get; init; } = "cosine";

    /// <summary>Steps of linear warm-up.</summary>
    public int WarmupSteps { get; init; } = 100;

    /// <summary>Decay of the mean of gradients; momentum of <c>momentum</c> and <c>nesterov</c>.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients.</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>Added to the root of the mean of squares.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decay of matrices.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Largest norm of all gradients together; 0 for none.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Largest element of a gradient; 0 for none.</summary>
    public double ClipValue { get; init; }

    /// <summary>Share of probability spread over all tokens.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary><c>f32</c>, or <c>bf16</c> for products of bf16 factors beside f32 parameters and sums.</summary>
    public string Precision { get; init; } = "f32";

    /// <summary>Computes activations again in the backward pass: less memory, a third more work.</summary>
    public bool Recompute { get; init; }

    /// <summary>Decides everything random.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Steps between evaluations; one at the end in any case.</summary>
    public int EvaluateEvery { get; init; } = 250;

    /// <summary>Most tokens of an evaluation on the way; 0 for the whole validation split. The last evaluation takes all.</summary>
    public int EvaluationTokens { get; init; } = 20_000;

    /// <summary>Evaluations without a better loss after which training stops; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>Steps between checkpoints; one at the end in any case, 0 for only that.</summary>
    public int SaveEvery { get; init; } = 500;

    /// <summary>Newest checkpoints that are kept.</summary>
    public int KeepCheckpoints { get; init; } = 2;

    /// <summary>Newest checkpoints whose mean becomes the final model; 0 or 1 for none.</summary>
    public int AverageCheckpoints { get; init; }

    /// <summary>Steps between samples; 0 for none.</summary>
    public int SampleEvery { get; init; } = 250;

    /// <summary>What samples go on from; empty for the beginning of a text.</summary>
    public string SamplePrompt { get; init; } = "";

    /// <summary>Tokens of a sample.</summary>
    public int SampleTokens { get; init; } = 100;

    /// <summary>Tokens of one step.</summary>
    [JsonIgnore]
    public long TokensPerStep => IsTranslation ? (long)BatchTokens * Accumulation : (long)BatchSize * Accumulation * ContextLength;

    /// <summary>Whether it learns from pairs of sentences.</summary>
    [JsonIgnore]
    public bool IsTranslation => Architecture == "transformer";

    /// <summary>What contradicts itself, a line each; none when a run can begin.</summary>
    public IEnumerable<string> Problems()
    {
        string[] own = [.. RecipeRules.Problems(this)];
        return own.Length > 0 ? own : ModelOf(VocabularySize).Problems();
    }

    /// <summary>The model's sizes.</summary>
    /// <param name="vocabularySize">Tokens of the tokenizer.</param>
    public ModelConfig ModelOf(int vocabularySize) => Architecture switch
    {
        "llama" => new LlamaConfig
        {
            VocabularySize = vocabularySize,
            Channels = Width,
            // 8/3 widths, so that a gate costs no more than a plain layer of 4; a multiple of 32.
            Inner = InnerWidth > 0 ? InnerWidth : Math.Max(32, (int)Math.Round(Width * 8 / 3.0 / 32) * 32),
            Layers = Layers,
            Heads = Heads,
            KeyHeads = KeyHeads > 0 ? KeyHeads : null,
            Positions = ContextLength,
            AttentionDropout = Dropout,
            InitializerRange = InitializerRange,
            TiesEmbeddings = TieEmbeddings,
        },
        "transformer" => new TransformerConfig
        {
            VocabularySize = vocabularySize,
            Channels = Width,
            EncoderLayers = Layers,
            DecoderLayers = Layers,
            EncoderHeads = Heads,
            DecoderHeads = Heads,
            EncoderInner = InnerWidth > 0 ? InnerWidth : 4 * Width,
            DecoderInner = InnerWidth > 0 ? InnerWidth : 4 * Width,
            Positions = ContextLength,
            PositionKind = Positions,
            NormalizesBefore = Norm == "pre",
            Dropout = Dropout,
        },
        _ => new Gpt2Config
        {
            VocabularySize = vocabularySize,
            Channels = Width,
            Inner = InnerWidth > 0 ? InnerWidth : null,
            Layers = Layers,
            Heads = Heads,
            Positions = ContextLength,
            EmbeddingDropout = Dropout,
            InitializerRange = InitializerRange,
            ResidualDropout = Dropout,
            AttentionDropout = Dropout,
            HasBias = Bias,
            TiesEmbeddings = TieEmbeddings,
        },
    };

    /// <summary>A fresh model.</summary>
    /// <param name="vocabularySize">Tokens of the tokenizer.</param>
    /// <exception cref="ArgumentException">
    /// A slip of the keyboard: its weights, gradients and two moments, by the rule 12 n d^2 (28 n d^2 with an encoder), do not fit into the memory.
    /// </exception>
    internal SequenceModel CreateModel(int vocabularySize)
    {
        double bytes = 4 * sizeof(float) * (IsTranslation ? 28.0 : 12.0) * Layers * Width * Width;
        double there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return bytes <= there
            ? ModelOf(vocabularySize).Create(Weights.Fresh((ulong)Seed))
            : throw new ArgumentException(FormattableString.Invariant(
                $"layers, width: expected a model that fits into the memory of {there / 1e9:n0} GB, found {Layers} and {Width}, which take {bytes / 1e9:n0} GB"));
    }

    /// <summary>The learning rate of every step.</summary>
    public LearningRateSchedule CreateSchedule() => Schedule switch
    {
        "inverse-sqrt" => new InverseSquareRootSchedule(LearningRate, Math.Max(1, WarmupSteps)),
        "constant" => new WarmUp(WarmupSteps, new ConstantSchedule(LearningRate)),
        "linear" => new WarmUp(WarmupSteps, new LinearSchedule(LearningRate, FinalLearningRate, Steps, WarmupSteps)),
        "step" => new WarmUp(WarmupSteps, new StepSchedule(LearningRate, Math.Max(1, Steps / 3), Math.Sqrt(FinalLearningRate / LearningRate))),
        "wsd" => new WarmUp(WarmupSteps, new WarmUpStableDecaySchedule(LearningRate, FinalLearningRate, Steps)),
        _ => new WarmUp(WarmupSteps, new CosineSchedule(LearningRate, FinalLearningRate, Steps, WarmupSteps)),
    };

    /// <summary>The optimizer of a model's parameters.</summary>
    public Optimizer CreateOptimizer(IReadOnlyList<Parameter> parameters) => Optimizer switch
    {
        "sgd" => new Sgd(parameters, weightDecay: WeightDecay),
        "momentum" => new Sgd(parameters, Beta1, weightDecay: WeightDecay),
        "nesterov" => new Sgd(parameters, Beta1, isNesterov: true, WeightDecay),
        "rmsprop" => new RmsProp(parameters, Beta2, Epsilon, WeightDecay),
        "adam" => new Adam(parameters, Beta1, Beta2, Epsilon, WeightDecay),
        _ => new AdamW(parameters, Beta1, Beta2, Epsilon, WeightDecay),
    };
}
