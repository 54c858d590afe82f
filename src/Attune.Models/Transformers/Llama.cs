using System.Text.Json.Serialization;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models;

/// <summary>The sizes of a Llama; fields and defaults of Hugging Face's config.json, which are those of Llama 2 7B.</summary>
public sealed record LlamaConfig : ModelConfig
{
    /// <summary>V.</summary>
    [JsonPropertyName("vocab_size")]
    public int VocabularySize { get; init; } = 32_000;

    /// <summary>C, the width of the residual stream.</summary>
    [JsonPropertyName("hidden_size")]
    public int Channels { get; init; } = 4096;

    /// <summary>Width of the feed-forward layer.</summary>
    [JsonPropertyName("intermediate_size")]
    public int Inner { get; init; } = 11_008;

    /// <summary>Blocks.</summary>
    [JsonPropertyName("num_hidden_layers")]
    public int Layers { get; init; } = 32;

    /// <summary>H.</summary>
    [JsonPropertyName("num_attention_heads")]
    public int Heads { get; init; } = 32;

    /// <summary>K, heads of keys and values; as many as query heads when null.</summary>
    [JsonPropertyName("num_key_value_heads")]
    public int? KeyHeads { get; init; }

    /// <summary>D; C / H when null.</summary>
    [JsonPropertyName("head_dim")]
    public int? HeadDim { get; init; }

    /// <summary>Positions: the longest sequence.</summary>
    [JsonPropertyName("max_position_embeddings")]
    public int Positions { get; init; } = 2048;

    /// <summary>Added to the mean square in norms.</summary>
    [JsonPropertyName("rms_norm_eps")]
    public double RmsNormEpsilon { get; init; } = 1e-5;

    /// <summary>The base of the rotary angles.</summary>
    [JsonPropertyName("rope_theta")]
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>How the rotary angles reach beyond the length of pretraining; null for not at all.</summary>
    [JsonPropertyName("rope_scaling")]
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>True for heads whose rotated pairs are neighbours (Meta's layout, llama2.c); not a field of Hugging Face, whose models have halves.</summary>
    [JsonPropertyName("rope_interleaved")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasRotaryNeighbours { get; init; }

    /// <summary>Deviation of the initial weights.</summary>
    [JsonPropertyName("initializer_range")]
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>True when the head is the table of token embeddings.</summary>
    [JsonPropertyName("tie_word_embeddings")]
    public bool TiesEmbeddings { get; init; }

    /// <summary>Whether projections of attention have biases.</summary>
    [JsonPropertyName("attention_bias")]
    public bool HasAttentionBias { get; init; }

    /// <summary>Share of attention weights that training drops.</summary>
    [JsonPropertyName("attention_dropout")]
    public double AttentionDropout { get; init; }

    /// <inheritdoc/>
    public override string ModelType => "llama";

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() =>
    [
        .. AtLeastOne(
            ("vocab_size", VocabularySize), ("hidden_size", Channels), ("intermediate_size", Inner), ("num_hidden_layers", Layers),
            ("num_attention_heads", Heads), ("num_key_value_heads", KeyHeads ?? 1), ("head_dim", HeadDim ?? 1), ("max_position_embeddings", Positions)),
        .. HeadDim is null ? Divides("num_attention_heads", Heads, "hidden_size", Channels) : [],
        .. Divides("num_key_value_heads", KeyHeads ?? Heads, "num_attention_heads", Heads),
        .. Heads > 0 && SizeOfHead % 2 != 0 ? [$"head_dim: expected an even number of elements to rotate, found {SizeOfHead}"] : Array.Empty<string>(),
        .. Probability(("attention_dropout", AttentionDropout)),
        .. RopeScaling?.Problems() ?? [],
    ];

    /// <inheritdoc/>
    public override LanguageModel Create(Weights w) => new Llama(this, w);

    internal int SizeOfHead => HeadDim ?? Channels / Heads;

    internal int CountOfKeyHeads => KeyHeads ?? Heads;

    // Dynamic scaling states the context of pretraining and reaches beyond it; the other kinds state the whole one.
    internal int LongestSequence => RopeScaling is { Type: "dynamic" } scaling ? (int)Math.Min(int.MaxValue, Positions * scaling.Factor) : Positions;
}

/// <summary>
/// Llama: rotary positions, pre-norm blocks of causal grouped-query attention and a SwiGLU feed-forward, RMS norms, no biases. arXiv:2302.13971, arXiv:2307.09288.
/// </summary>
public sealed class Llama : LanguageModel
{
    private readonly LlamaConfig _config;
    private readonly Embedding _tokens;
    private readonly LlamaBlock[] _blocks;
    private readonly RmsNorm _lastNorm;
    private readonly Linear? _head;

    /// <summary>Takes its parameters.</summary>
    /// <exception cref="ArgumentException">Sizes that contradict each other.</exception>
    public Llama(LlamaConfig config, Weights w)
        : base(w)
    {
        config.Validate();
        _config = config;
        var body = w / "model";
        var normal = Initializer.Normal(config.InitializerRange);
        var rotary = new RotaryPositions(
            config.SizeOfHead, config.Positions, config.RopeTheta, config.RopeScaling, config.HasRotaryNeighbours ? RotaryPairs.Neighbours : RotaryPairs.Halves);
        _tokens = new Embedding(body / "embed_tokens", config.VocabularySize, config.Channels, normal);
        _blocks = [.. Enumerable.Range(0, config.Layers).Select(layer => new LlamaBlock(config, layer, rotary, body / "layers" / layer))];
        _lastNorm = new RmsNorm(body / "norm", config.Channels, config.RmsNormEpsilon);
        _head = config.TiesEmbeddings ? null : new Linear(w / "lm_head", config.Channels, config.VocabularySize, hasBias: false, normal);
    }

    /// <inheritdoc/>
    public override ModelConfig Config => _config;

    /// <inheritdoc/>
    public override int VocabularySize => _config.VocabularySize;

    /// <inheritdoc/>
    public override int ContextLength => _config.LongestSequence;

    /// <inheritdoc/>
    public override ModelSizes Sizes => new(
        _config.Layers, _config.Channels, _config.Heads, _config.CountOfKeyHeads, _config.SizeOfHead, _config.Inner);

    /// <inheritdoc/>
    public override Tensor OutputWeight => _head?.Weight ?? _tokens.Weight;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor ids, Pass pass)
    {
        var x = pass.Observe("model", "embed_tokens", _tokens.Forward(ids)); // [N] -> [N, C]
        foreach (var block in _blocks)
            x = pass.Observe(block.Path, "output", pass.Block(x, block.Forward));
        return pass.Observe("model", "norm", _lastNorm.Forward(x));
    }
}

/// <summary>x + attention(norm(x)), then x + feed-forward(norm(x)).</summary>
internal sealed class LlamaBlock(LlamaConfig config, int layer, RotaryPositions rotary, Weights w) : Module(w)
{
    private readonly RmsNorm _norm1 = new(w / "input_layernorm", config.Channels, config.RmsNormEpsilon);
    private readonly LlamaAttention _attention = new(config, layer, rotary, w / "self_attn");
    private readonly RmsNorm _norm2 = new(w / "post_attention_layernorm", config.Channels, config.RmsNormEpsilon);
    private readonly LlamaFeedForward _feedForward = new(config, w / "mlp");

    public Tensor Forward(Tensor x, Pass pass)
    {
        x = _attention.Forward(pass.Observe(Path, "input_layernorm", _norm1.Forward(x)), x, pass);
        pass.Observe(Path, "residual", x);
        return _feedForward.Forward(pass.Observe(Path, "post_attention_layernorm", _norm2.Forward(x)), x, pass);
    }
}

/// <summary>Causal grouped-query attention (arXiv:2305.13245) with rotary positions.</summary>
internal sealed class LlamaAttention(LlamaConfig config, int layer, RotaryPositions rotary, Weights w) : Module(w)
{
    private readonly Linear _query = Projection(config, w / "q_proj", config.Channels, config.Heads * config.SizeOfHead);
    private readonly Linear _key = Projection(config, w / "k_proj", config.Channels, config.CountOfKeyHeads * config.SizeOfHead);
    private readonly Linear _value = Projection(config, w / "v_proj", config.Channels, config.CountOfKeyHeads * config.SizeOfHead);
    private readonly Linear _output = Projection(config, w / "o_proj", config.Heads * config.SizeOfHead, config.Channels);
    private readonly int _site = (w / "attn_dropout").Site;

    public Tensor Forward(Tensor x, Tensor residual, Pass pass)
    {
        int rows = x.Shape[0], heads = config.Heads, keyHeads = config.CountOfKeyHeads, dim = config.SizeOfHead;
        var query = rotary.Rotate(_query.Forward(x, pass).Reshape([rows, heads, dim]), pass); // [N, C] -> [N, H, D]
        var key = rotary.Rotate(_key.Forward(x, pass).Reshape([rows, keyHeads, dim]), pass);  // [N, C] -> [N, K, D]
        var value = _value.Forward(x, pass).Reshape([rows, keyHeads, dim]);                  // [N, C] -> [N, K, D]
        pass.Observe(Path, "query", query);
        pass.Observe(Path, "key", key);
        var dropout = pass.AttentionDropout(config.AttentionDropout, _site);
        var mixed = pass.Attend(layer, query, key, value, default(Causal), default(NoChange), new() { Dropout = dropout })
            .Reshape([rows, heads * dim]);                                                   // [N, H, D] -> [N, H D]
        return _output.Forward(pass.Observe(Path, "mixed", mixed), pass, residual: residual);   // [N, H D] -> [N, C]
    }

    private static Linear Projection(LlamaConfig config, Weights w, int inputs, int outputs) =>
        new(w, inputs, outputs, config.HasAttentionBias, Initializer.Normal(config.InitializerRange));
}

/// <summary>SwiGLU (arXiv:2002.05202): down(silu(gate(x)) up(x)).</summary>
internal sealed class LlamaFeedForward(LlamaConfig config, Weights w) : Module(w)
{
    private readonly Linear _gate = new(w / "gate_proj", config.Channels, config.Inner, hasBias: false, Initializer.Normal(config.InitializerRange));
    private readonly Linear _up = new(w / "up_proj", config.Channels, config.Inner, hasBias: false, Initializer.Normal(config.InitializerRange));
    private readonly Linear _down = new(w / "down_proj", config.Inner, config.Channels, hasBias: false, Initializer.Normal(config.InitializerRange));

    public Tensor Forward(Tensor x, Tensor residual, Pass pass)
    {
        var inner = _gate.Forward(x, pass).GatedUnit(_up.Forward(x, pass), Gate.Silu); // [N, C] -> [N, inner]
        return _down.Forward(pass.Observe(Path, "act", inner), pass, residual: residual); // [N, inner] -> [N, C]
    }
}
