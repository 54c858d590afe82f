using System.Text.Json.Serialization;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models;

/// <summary>The sizes of a Transformer; fields as Hugging Face's Marian has them, defaults those of the paper's base model. arXiv:1706.03762, table 3.</summary>
public sealed record TransformerConfig : ModelConfig
{
    /// <summary>V, of source and target together; the paper's 37,000 tokens of byte-pair encoding for English and German.</summary>
    [JsonPropertyName("vocab_size")]
    public int VocabularySize { get; init; } = 37_000;

    /// <summary>C, the width of the residual stream.</summary>
    [JsonPropertyName("d_model")]
    public int Channels { get; init; } = 512;

    /// <summary>Blocks of the encoder.</summary>
    [JsonPropertyName("encoder_layers")]
    public int EncoderLayers { get; init; } = 6;

    /// <summary>Blocks of the decoder.</summary>
    [JsonPropertyName("decoder_layers")]
    public int DecoderLayers { get; init; } = 6;

    /// <summary>H of the encoder.</summary>
    [JsonPropertyName("encoder_attention_heads")]
    public int EncoderHeads { get; init; } = 8;

    /// <summary>H of the decoder.</summary>
    [JsonPropertyName("decoder_attention_heads")]
    public int DecoderHeads { get; init; } = 8;

    /// <summary>Width of the encoder's feed-forward layers.</summary>
    [JsonPropertyName("encoder_ffn_dim")]
    public int EncoderInner { get; init; } = 2048;

    /// <summary>Width of the decoder's feed-forward layers.</summary>
    [JsonPropertyName("decoder_ffn_dim")]
    public int DecoderInner { get; init; } = 2048;

    /// <summary>The longest source and the longest target.</summary>
    [JsonPropertyName("max_position_embeddings")]
    public int Positions { get; init; } = 1024;

    /// <summary><c>sinusoidal</c> (section 3.5), <c>learned</c> (table 3, row E), or <c>none</c>, with which order is invisible to the encoder.</summary>
    [JsonPropertyName("position_embedding_type")]
    public string PositionKind { get; init; } = "sinusoidal";

    /// <summary>False for norm(x + f(x)) as in the paper, true for x + f(norm(x)) and a last norm of each stack. arXiv:2002.04745.</summary>
    [JsonPropertyName("normalize_before")]
    public bool NormalizesBefore { get; init; }

    /// <summary>Share of the sums of embeddings and positions, and of what sublayers add, that training drops. Section 5.4.</summary>
    [JsonPropertyName("dropout")]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Share of attention weights that training drops; none in the paper.</summary>
    [JsonPropertyName("attention_dropout")]
    public double AttentionDropout { get; init; }

    /// <summary>The base model with 65 million parameters by the paper's count.</summary>
    public static TransformerConfig Base { get; } = new();

    /// <summary>The big model with 213 million parameters by the paper's count.</summary>
    public static TransformerConfig Big { get; } = new()
    {
        Channels = 1024,
        EncoderHeads = 16,
        DecoderHeads = 16,
        EncoderInner = 4096,
        DecoderInner = 4096,
        Dropout = 0.3,
    };

    /// <summary>A model for some ten thousand sentences. Wu, Kong, Kao, «Good for Misconceived Reasons» (2021), section 3.2.</summary>
    public static TransformerConfig Tiny { get; } = new()
    {
        VocabularySize = 10_000,
        Channels = 128,
        EncoderLayers = 4,
        DecoderLayers = 4,
        EncoderHeads = 4,
        DecoderHeads = 4,
        EncoderInner = 256,
        DecoderInner = 256,
        Dropout = 0.3,
    };

    /// <inheritdoc/>
    public override string ModelType => "transformer";

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() =>
    [
        .. AtLeastOne(
            ("vocab_size", VocabularySize), ("d_model", Channels), ("encoder_layers", EncoderLayers), ("decoder_layers", DecoderLayers),
            ("encoder_attention_heads", EncoderHeads), ("decoder_attention_heads", DecoderHeads), ("encoder_ffn_dim", EncoderInner),
            ("decoder_ffn_dim", DecoderInner), ("max_position_embeddings", Positions)),
        .. Divides("encoder_attention_heads", EncoderHeads, "d_model", Channels),
        .. Divides("decoder_attention_heads", DecoderHeads, "d_model", Channels),
        .. Probability(("dropout", Dropout), ("attention_dropout", AttentionDropout)),
        .. OneOf("position_embedding_type", PositionKind, "sinusoidal", "learned", "none"),
        .. PositionKind == "sinusoidal" && Channels % 2 != 0 ? [$"d_model: expected an even width for sines and cosines, found {Channels}"] : (string[])[],
    ];

    /// <inheritdoc/>
    public override EncoderDecoder Create(Weights w) => new Transformer(this, w);

    internal MultiHeadAttentionConfig Attention(int heads, bool isCausal) => new()
    {
        Channels = Channels,
        Heads = heads,
        IsCausal = isCausal,
        HasBias = true,
        Dropout = AttentionDropout,
        ResidualDropout = Dropout,
        Names = ("q_proj", "k_proj", "v_proj", "out_proj"),
    };
}

/// <summary>
/// The Transformer: an encoder that reads a source through self-attention, a decoder that writes the target through masked self-attention and attention to the encoder, one
/// matrix for the embeddings of both and for the output. Vaswani et al., «Attention Is All You Need» (2017), arXiv:1706.03762.
/// </summary>
public sealed class Transformer : EncoderDecoder
{
    private readonly TransformerConfig _config;
    private readonly Embedding _tokens;
    private readonly TransformerEncoder _encoder;
    private readonly TransformerDecoder _decoder;

    /// <summary>Takes its parameters.</summary>
    /// <exception cref="ArgumentException">Sizes that contradict each other.</exception>
    public Transformer(TransformerConfig config, Weights w)
        : base(w)
    {
        config.Validate();
        _config = config;
        var body = w / "model";
        // Times sqrt(C) the embeddings have a variance of 1, as the logits then have at the beginning.
        _tokens = new Embedding(body / "shared", config.VocabularySize, config.Channels, Initializer.Normal(1 / Math.Sqrt(config.Channels)));
        var sinusoids = config.PositionKind == "sinusoidal" ? new SinusoidalPositions(config.Positions, config.Channels) : null;
        _encoder = new TransformerEncoder(config, body / "encoder", sinusoids);
        _decoder = new TransformerDecoder(config, body / "decoder", sinusoids);
    }

    /// <inheritdoc/>
    public override ModelConfig Config => _config;

    /// <inheritdoc/>
    public override int VocabularySize => _config.VocabularySize;

    /// <inheritdoc/>
    public override int ContextLength => _config.Positions;

    /// <inheritdoc/>
    public override ModelSizes Sizes => SizesOf(_config.DecoderLayers, _config.DecoderHeads, _config.DecoderInner);

    /// <inheritdoc/>
    public override ModelSizes EncoderSizes => SizesOf(_config.EncoderLayers, _config.EncoderHeads, _config.EncoderInner);

    /// <inheritdoc/>
    public override long EncoderParameterCount => _encoder.ParameterCount;

    /// <inheritdoc/>
    public override Tensor OutputWeight => _tokens.Weight;

    /// <inheritdoc/>
    protected override Tensor EncoderForward(Tensor ids, Pass pass) => _encoder.Forward(Embed(ids), pass);

    /// <inheritdoc/>
    protected override Tensor DecoderForward(Tensor ids, EncoderMemory memory, Pass pass) => _decoder.Forward(Embed(ids), memory, pass);

    private Tensor Embed(Tensor ids) => _tokens.Forward(ids) * Math.Sqrt(_config.Channels); // [N] -> [N, C]; section 3.4

    private ModelSizes SizesOf(int layers, int heads, int inner) => new(layers, _config.Channels, heads, heads, _config.Channels / heads, inner);
}

/// <summary>What both stacks begin with: embeddings plus positions, some of it dropped. Sections 3.5 and 5.4.</summary>
internal sealed class TransformerInput(TransformerConfig config, Weights w, SinusoidalPositions? sinusoids) : Module(w)
{
    private readonly LearnedPositions? _learned =
        config.PositionKind == "learned" ? new(w / "embed_positions", config.Positions, config.Channels, Initializer.Normal(1 / Math.Sqrt(config.Channels))) : null;

    private readonly Dropout _dropout = new(w / "dropout", config.Dropout);

    public Tensor Forward(Tensor x, Pass pass)
    {
        if (sinusoids is not null)
            x += sinusoids.Forward(pass);
        else if (_learned is not null)
            x += _learned.Forward(pass);
        return _dropout.Forward(x, pass);
    }
}

/// <summary>A stack of blocks in which every row sees all rows of its source. Section 3.1.</summary>
internal sealed class TransformerEncoder(TransformerConfig config, Weights w, SinusoidalPositions? sinusoids) : Module(w)
{
    private readonly TransformerInput _input = new(config, w, sinusoids);

    private readonly TransformerEncoderBlock[] _blocks =
        [.. Enumerable.Range(0, config.EncoderLayers).Select(layer => new TransformerEncoderBlock(config, w / "layers" / layer))];

    private readonly LayerNorm? _lastNorm = config.NormalizesBefore ? new(w / "layer_norm", config.Channels) : null;

    public Tensor Forward(Tensor x, Pass pass)
    {
        x = pass.Observe(Path, "input", _input.Forward(x, pass)); // [M, C]
        foreach (var block in _blocks)
            x = pass.Observe(block.Path, "output", pass.Block(x, block.Forward));
        return _lastNorm is null ? x : _lastNorm.Forward(x);
    }
}

/// <summary>Self-attention, then the feed-forward layer.</summary>
internal sealed class TransformerEncoderBlock(TransformerConfig config, Weights w) : Module(w)
{
    private readonly Sublayer _selfAttention = new(config, w / "self_attn_layer_norm");
    private readonly MultiHeadAttention _attention = new(w / "self_attn", config.Attention(config.EncoderHeads, isCausal: false));
    private readonly Sublayer _feedForward = new(config, w / "final_layer_norm");
    private readonly TransformerFeedForward _layers = new(config, config.EncoderInner, w);

    public Tensor Forward(Tensor x, Pass pass)
    {
        x = _selfAttention.Around(x, (y, residual) => _attention.Forward(y, pass, residual));
        return _feedForward.Around(x, (y, residual) => _layers.Forward(y, residual, pass));
    }
}

/// <summary>A stack of blocks in which a row sees itself, the rows before it, and all rows of its source. Section 3.1.</summary>
internal sealed class TransformerDecoder(TransformerConfig config, Weights w, SinusoidalPositions? sinusoids) : Module(w)
{
    private readonly TransformerInput _input = new(config, w, sinusoids);

    private readonly TransformerDecoderBlock[] _blocks =
        [.. Enumerable.Range(0, config.DecoderLayers).Select(layer => new TransformerDecoderBlock(config, layer, w / "layers" / layer))];

    private readonly LayerNorm? _lastNorm = config.NormalizesBefore ? new(w / "layer_norm", config.Channels) : null;

    public Tensor Forward(Tensor x, EncoderMemory memory, Pass pass)
    {
        x = pass.Observe(Path, "input", _input.Forward(x, pass)); // [N, C]
        foreach (var block in _blocks)
            x = pass.Observe(block.Path, "output", pass.Block(x, memory, block.Forward));
        return _lastNorm is null ? x : _lastNorm.Forward(x);
    }
}

/// <summary>Masked self-attention, attention to the encoder, then the feed-forward layer.</summary>
internal sealed class TransformerDecoderBlock(TransformerConfig config, int layer, Weights w) : Module(w)
{
    private readonly Sublayer _selfAttention = new(config, w / "self_attn_layer_norm");
    private readonly MultiHeadAttention _attention = new(w / "self_attn", config.Attention(config.DecoderHeads, isCausal: true), layer);
    private readonly Sublayer _crossAttention = new(config, w / "encoder_attn_layer_norm");
    private readonly MultiHeadAttention _toEncoder = new(w / "encoder_attn", config.Attention(config.DecoderHeads, isCausal: false), layer);
    private readonly Sublayer _feedForward = new(config, w / "final_layer_norm");
    private readonly TransformerFeedForward _layers = new(config, config.DecoderInner, w);

    public Tensor Forward(Tensor x, EncoderMemory memory, Pass pass)
    {
        x = _selfAttention.Around(x, (y, residual) => _attention.Forward(y, pass, residual));
        x = _crossAttention.Around(x, (y, residual) => _toEncoder.Forward(y, pass, memory, residual));
        return _feedForward.Around(x, (y, residual) => _layers.Forward(y, residual, pass));
    }
}

/// <summary>How a sublayer meets the residual stream: norm(x + dropout(f(x))) as in section 5.4, or x + dropout(f(norm(x))).</summary>
internal sealed class Sublayer(TransformerConfig config, Weights w) : Module(w)
{
    private readonly LayerNorm _norm = new(w, config.Channels);

    /// <param name="x">[N, C].</param>
    /// <param name="sublayer">From its input and the residual stream to dropout(f(input)) + residual.</param>
    /// <returns>[N, C].</returns>
    public Tensor Around(Tensor x, Func<Tensor, Tensor, Tensor> sublayer) =>
        config.NormalizesBefore ? sublayer(_norm.Forward(x), x) : _norm.Forward(sublayer(x, x));
}

/// <summary>max(0, x W1 + b1) W2 + b2, row by row. Section 3.3.</summary>
internal sealed class TransformerFeedForward(TransformerConfig config, int inner, Weights w) : Module(w)
{
    private readonly Linear _up = new(w / "fc1", config.Channels, inner);
    private readonly Linear _down = new(w / "fc2", inner, config.Channels);
    private readonly Dropout _dropout = new(w / "dropout", config.Dropout);

    public Tensor Forward(Tensor x, Tensor residual, Pass pass)
    {
        var hidden = pass.Observe(Path, "act", _up.Forward(x, pass, Activation.Relu)); // [N, C] -> [N, inner]
        return _down.ForwardResidual(hidden, residual, _dropout, pass);               // [N, inner] -> [N, C]
    }
}
