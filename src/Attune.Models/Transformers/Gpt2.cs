using System.Text.Json.Serialization;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models;

/// <summary>The sizes of a GPT-2; fields and defaults of Hugging Face's config.json, which are those of the smallest published model (124 M).</summary>
public sealed record Gpt2Config : ModelConfig
{
    /// <summary>V.</summary>
    [JsonPropertyName("vocab_size")]
    public int VocabularySize { get; init; } = 50_257;

    /// <summary>Positions: the longest sequence.</summary>
    [JsonPropertyName("n_positions")]
    public int Positions { get; init; } = 1024;

    /// <summary>C, the width of the residual stream.</summary>
    [JsonPropertyName("n_embd")]
    public int Channels { get; init; } = 768;

    /// <summary>Blocks.</summary>
    [JsonPropertyName("n_layer")]
    public int Layers { get; init; } = 12;

    /// <summary>H.</summary>
    [JsonPropertyName("n_head")]
    public int Heads { get; init; } = 12;

    /// <summary>Width of the feed-forward layer; 4 C when null.</summary>
    [JsonPropertyName("n_inner")]
    public int? Inner { get; init; }

    /// <summary><c>gelu_new</c> (the tanh form), <c>gelu</c> or <c>relu</c>.</summary>
    [JsonPropertyName("activation_function")]
    public string ActivationFunction { get; init; } = "gelu_new";

    /// <summary>Added to the variance in layer norms.</summary>
    [JsonPropertyName("layer_norm_epsilon")]
    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>Deviation of the initial weights.</summary>
    [JsonPropertyName("initializer_range")]
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Share of the sum of embeddings that training drops.</summary>
    [JsonPropertyName("embd_pdrop")]
    public double EmbeddingDropout { get; init; } = 0.1;

    /// <summary>Share of what a layer adds to the residual stream that training drops.</summary>
    [JsonPropertyName("resid_pdrop")]
    public double ResidualDropout { get; init; } = 0.1;

    /// <summary>Share of attention weights that training drops.</summary>
    [JsonPropertyName("attn_pdrop")]
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>True when the head is the table of token embeddings.</summary>
    [JsonPropertyName("tie_word_embeddings")]
    public bool TiesEmbeddings { get; init; } = true;

    /// <summary>False for linear layers and norms without bias; not a field of Hugging Face, whose models all have them.</summary>
    [JsonPropertyName("bias")]
    public bool HasBias { get; init; } = true;

    /// <inheritdoc/>
    public override string ModelType => "gpt2";

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() =>
    [
        .. AtLeastOne(("vocab_size", VocabularySize), ("n_positions", Positions), ("n_embd", Channels), ("n_layer", Layers), ("n_head", Heads), ("n_inner", Inner ?? 1)),
        .. Divides("n_head", Heads, "n_embd", Channels),
        .. Probability(("embd_pdrop", EmbeddingDropout), ("resid_pdrop", ResidualDropout), ("attn_pdrop", AttentionDropout)),
        .. OneOf("activation_function", ActivationFunction, "gelu_new", "gelu", "gelu_pytorch_tanh", "relu"),
    ];

    /// <inheritdoc/>
    public override LanguageModel Create(Weights w) => new Gpt2(this, w);

    internal Activation Activation => ActivationFunction switch
    {
        "gelu" => Activation.GeluExact,
        "relu" => Activation.Relu,
        _ => Activation.GeluTanh,
    };
}

/// <summary>
/// GPT-2: learned positions, pre-norm blocks of causal attention and a GELU feed-forward, a last norm, and the table of token embeddings as head.
/// Radford et al., «Language Models are Unsupervised Multitask Learners» (2019).
/// </summary>
public sealed class Gpt2 : LanguageModel
{
    private readonly Gpt2Config _config;
    private readonly Embedding _tokens;
    private readonly Embedding _positions;
    private readonly Dropout _dropout;
    private readonly Gpt2Block[] _blocks;
    private readonly LayerNorm _lastNorm;
    private readonly Linear? _head;

    /// <summary>Takes its parameters.</summary>
    /// <exception cref="ArgumentException">Sizes that contradict each other.</exception>
    public Gpt2(Gpt2Config config, Weights w)
        : base(w)
    {
        config.Validate();
        _config = config;
        var body = w / "transformer";
        var normal = Initializer.Normal(config.InitializerRange);
        _tokens = new Embedding(body / "wte", config.VocabularySize, config.Channels, normal);
        _positions = new Embedding(body / "wpe", config.Positions, config.Channels, normal);
        _dropout = new Dropout(body / "drop", config.EmbeddingDropout);
        _blocks = [.. Enumerable.Range(0, config.Layers).Select(layer => new Gpt2Block(config, layer, body / "h" / layer))];
        _lastNorm = new LayerNorm(body / "ln_f", config.Channels, config.LayerNormEpsilon, config.HasBias);
        _head = config.TiesEmbeddings ? null : new Linear(w / "lm_head", config.Channels, config.VocabularySize, hasBias: false, normal);
    }

    /// <inheritdoc/>
    public override ModelConfig Config => _config;

    /// <inheritdoc/>
    public override int VocabularySize => _config.VocabularySize;

    /// <inheritdoc/>
    public override int ContextLength => _config.Positions;

    /// <inheritdoc/>
    public override ModelSizes Sizes => new(
        _config.Layers, _config.Channels, _config.Heads, _config.Heads, _config.Channels / _config.Heads, _config.Inner ?? 4 * _config.Channels);

    /// <inheritdoc/>
    public override Tensor OutputWeight => _head?.Weight ?? _tokens.Weight;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor ids, Pass pass)
    {
        var x = _tokens.Forward(ids) + _positions.Forward(pass.Segments.Positions); // [N] -> [N, C]
        x = pass.Observe("transformer", "drop", _dropout.Forward(x, pass));
        foreach (var block in _blocks)
            x = pass.Observe(block.Path, "output", pass.Block(x, block.Forward));
        return pass.Observe("transformer", "ln_f", _lastNorm.Forward(x));
    }
}

/// <summary>x + attention(norm(x)), then x + feed-forward(norm(x)).</summary>
internal sealed class Gpt2Block(Gpt2Config config, int layer, Weights w) : Module(w)
{
    private readonly LayerNorm _norm1 = new(w / "ln_1", config.Channels, config.LayerNormEpsilon, config.HasBias);
    private readonly Gpt2Attention _attention = new(config, layer, w / "attn");
    private readonly LayerNorm _norm2 = new(w / "ln_2", config.Channels, config.LayerNormEpsilon, config.HasBias);
    private readonly Gpt2FeedForward _feedForward = new(config, w / "mlp");

    public Tensor Forward(Tensor x, Pass pass)
    {
        x = _attention.Forward(pass.Observe(Path, "ln_1", _norm1.Forward(x)), x, pass);
        pass.Observe(Path, "residual", x);
        return _feedForward.Forward(pass.Observe(Path, "ln_2", _norm2.Forward(x)), x, pass);
    }
}

/// <summary>Causal multi-head attention; queries, keys and values come from one matrix.</summary>
internal sealed class Gpt2Attention(Gpt2Config config, int layer, Weights w) : Module(w)
{
    private readonly Linear _queryKeyValue = new(
        w / "c_attn", config.Channels, 3 * config.Channels, config.HasBias, Initializer.Normal(config.InitializerRange), isTransposed: true);

    private readonly Linear _output = new(
        w / "c_proj", config.Channels, config.Channels, config.HasBias, Initializer.ScaledResidual(config.InitializerRange, config.Layers), isTransposed: true);

    private readonly Dropout _dropout = new(w / "resid_dropout", config.ResidualDropout);
    private readonly int _site = (w / "attn_dropout").Site;

    public Tensor Forward(Tensor x, Tensor residual, Pass pass)
    {
        var (rows, channels) = x.Dims2();
        int heads = config.Heads;
        var qkv = pass.Observe(Path, "c_attn", _queryKeyValue.Forward(x, pass)).Reshape([rows, 3 * heads, channels / heads]); // [N, 3 C] -> [N, 3 H, D]
        var (query, key, value) = (qkv.Slice(1, 0, heads), qkv.Slice(1, heads, heads), qkv.Slice(1, 2 * heads, heads));       // [N, H, D] each
        pass.Observe(Path, "query", query);
        pass.Observe(Path, "key", key);
        var dropout = pass.AttentionDropout(config.AttentionDropout, _site);
        var mixed = pass.Attend(layer, query, key, value, default(Causal), default(NoChange), new() { Dropout = dropout })
            .Reshape([rows, channels]);                                                                                      // [N, H, D] -> [N, C]
        return _output.ForwardResidual(pass.Observe(Path, "mixed", mixed), residual, _dropout, pass);
    }
}

/// <summary>C to 4 C, GELU, back to C.</summary>
internal sealed class Gpt2FeedForward(Gpt2Config config, Weights w) : Module(w)
{
    private readonly Linear _up = new(
        w / "c_fc", config.Channels, config.Inner ?? 4 * config.Channels, config.HasBias, Initializer.Normal(config.InitializerRange), isTransposed: true);

    private readonly Linear _down = new(
        w / "c_proj", config.Inner ?? 4 * config.Channels, config.Channels, config.HasBias,
        Initializer.ScaledResidual(config.InitializerRange, config.Layers), isTransposed: true);

    private readonly Dropout _dropout = new(w / "dropout", config.ResidualDropout);

    public Tensor Forward(Tensor x, Tensor residual, Pass pass)
    {
        var inner = pass.Observe(Path, "act", _up.Forward(x, pass, config.Activation)); // [N, C] -> [N, 4 C]
        return _down.ForwardResidual(inner, residual, _dropout, pass);                  // [N, 4 C] -> [N, C]
    }
}
