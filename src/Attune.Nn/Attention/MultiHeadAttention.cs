using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>What a <see cref="MultiHeadAttention"/> is made of.</summary>
public sealed record MultiHeadAttentionConfig
{
    /// <summary>C, the width of its inputs and outputs.</summary>
    public required int Channels { get; init; }

    /// <summary>H.</summary>
    public required int Heads { get; init; }

    /// <summary>K, a divisor of H: as many as H when null (multi-head), 1 for multi-query, between them grouped-query attention.</summary>
    public int? KeyHeads { get; init; }

    /// <summary>D; C / H when null.</summary>
    public int? HeadDim { get; init; }

    /// <summary>Width of the rows that keys and values are made of; C when null.</summary>
    public int? KeyChannels { get; init; }

    /// <summary>True when a row sees only itself and rows before it.</summary>
    public bool IsCausal { get; init; } = true;

    /// <summary>Whether the projections have biases.</summary>
    public bool HasBias { get; init; }

    /// <summary>Share of attention weights that training drops.</summary>
    public double Dropout { get; init; }

    /// <summary>Share of what is added to the residual stream that training drops.</summary>
    public double ResidualDropout { get; init; }

    /// <summary>Turns queries and keys of self-attention; none when null.</summary>
    public RotaryPositions? Rotary { get; init; }

    /// <summary>True for scores that fall linearly with distance, see <see cref="AlibiSlopes"/>.</summary>
    public bool HasAlibi { get; init; }

    /// <summary>T5's addends of the scores; none when null.</summary>
    public RelativePositions? Relative { get; init; }

    /// <summary>Names of the projections of queries, keys, values and the output.</summary>
    public (string Query, string Key, string Value, string Output) Names { get; init; } = ("q_proj", "k_proj", "v_proj", "o_proj");

    /// <summary>Of the projections' weights; Xavier's uniform one when null.</summary>
    public Initializer? Initializer { get; init; }
}

/// <summary>
/// Multi-head attention with a projection each for queries, keys, values and the output; of rows to themselves or to the rows of other sequences.
/// arXiv:1706.03762, section 3.2; arXiv:1911.02150 (multi-query), arXiv:2305.13245 (grouped-query).
/// </summary>
public sealed class MultiHeadAttention : Module
{
    private readonly MultiHeadAttentionConfig _config;
    private readonly int _layer;
    private readonly int _keyHeads;
    private readonly int _headDim;
    private readonly int _site;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly Dropout _residualDropout;
    private readonly Tensor _slopes;

    /// <summary>Takes its parameters.</summary>
    /// <param name="w">The layer's place.</param>
    /// <param name="config">What it is made of.</param>
    /// <param name="layer">Number of the layer in caches.</param>
    /// <exception cref="ArgumentException">Heads that do not divide, or both ALiBi and T5's positions.</exception>
    public MultiHeadAttention(Weights w, MultiHeadAttentionConfig config, int layer = 0)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        int heads = config.Heads;
        if (heads < 1 || (config.HeadDim is null && config.Channels % heads != 0))
            throw new ArgumentException($"attention: expected heads that divide {config.Channels} channels, got {heads}");
        (_config, _layer, _keyHeads, _headDim) = (config, layer, config.KeyHeads ?? heads, config.HeadDim ?? config.Channels / heads);
        if (_keyHeads < 1 || heads % _keyHeads != 0)
            throw new ArgumentException($"attention: expected key heads that divide {heads} heads, got {_keyHeads}");
        if (config.HasAlibi && config.Relative is not null)
            throw new ArgumentException("attention: expected ALiBi or T5's relative positions, got both");
        _query = Projection(config.Names.Query, config.Channels, heads * _headDim);
        _key = Projection(config.Names.Key, config.KeyChannels ?? config.Channels, _keyHeads * _headDim);
        _value = Projection(config.Names.Value, config.KeyChannels ?? config.Channels, _keyHeads * _headDim);
        _output = Projection(config.Names.Output, heads * _headDim, config.Channels);
        _slopes = config.HasAlibi ? AlibiSlopes.Of(heads) : default;
        _site = (w / "dropout").Site;
        _residualDropout = new Dropout(w / "residual_dropout", config.ResidualDropout);

        Linear Projection(string name, int inputs, int outputs) => new(w / name, inputs, outputs, config.HasBias, config.Initializer);
    }

    /// <summary>Self-attention; the pass's caches, if any, hold what came before.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="pass">Segments, caches, drop-out.</param>
    /// <param name="residual">[N, C], added to the result; or none.</param>
    /// <returns>[N, C].</returns>
    public Tensor Forward(Tensor x, Pass pass, Tensor residual = default)
    {
        var projected = Project(x, pass, (_query, _config.Heads), (_key, _keyHeads), (_value, _keyHeads));
        var (query, key, value) = (projected[0], projected[1], projected[2]);
        if (_config.Rotary is { } rotary)
            (query, key) = (rotary.Rotate(query, pass), rotary.Rotate(key, pass));
        var mixed = _config.IsCausal ? Attend(pass, query, key, value, default(Causal), null) : Attend(pass, query, key, value, default(NoMask), null);
        return Join(mixed, pass, residual);
    }

    /// <summary>Cross-attention: every row sees all rows of its source. No rotation, no mask.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="pass">Which rows look at which source, drop-out.</param>
    /// <param name="memory">[M, C of keys]: what keys and values are made of, an encoder's output.</param>
    /// <param name="residual">[N, C], added to the result; or none.</param>
    /// <returns>[N, C].</returns>
    public Tensor Forward(Tensor x, Pass pass, EncoderMemory memory, Tensor residual = default)
    {
        ArgumentNullException.ThrowIfNull(memory);
        var (key, value) = memory.KeysAndValues(_layer, rows =>
        {
            var projected = Project(rows, pass, (_key, _keyHeads), (_value, _keyHeads));
            return (projected[0], projected[1]);
        });
        return Join(Attend(pass, Split(_query.Forward(x, pass), _config.Heads), key, value, default(NoMask), memory.Segments), pass, residual);
    }

    private Tensor Attend<TMask>(Pass pass, Tensor query, Tensor key, Tensor value, TMask mask, Segments? memory)
        where TMask : unmanaged, IAttentionMask
    {
        if (_config.Relative is { } relative)
            return Attend(pass, query, key, value, mask, relative.Change, memory);
        return _config.HasAlibi
            ? Attend(pass, query, key, value, mask, default(Alibi), memory)
            : Attend(pass, query, key, value, mask, default(NoChange), memory);
    }

    private Tensor Attend<TMask, TChange>(Pass pass, Tensor query, Tensor key, Tensor value, TMask mask, TChange change, Segments? memory)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        var settings = new AttentionSettings
        {
            Dropout = pass.AttentionDropout(_config.Dropout, _site),
            Slopes = _slopes,
            Bias = _config.Relative?.Table ?? default,
        };
        pass.Observe(Path, "query", query);
        pass.Observe(Path, "key", key);
        return memory is null
            ? pass.Attend(_layer, query, key, value, mask, change, settings)
            : query.Attention(key, value, pass.MemoryOffsets.IsNone ? pass.Segments.Offsets : pass.MemoryOffsets, mask, change, memory.Offsets, settings);
    }

    // [N, C] -> [N, H, D] of each projection. A step that trains has many rows, beside which copies of the weights are small; a step that decodes has few.
    private Tensor[] Project(Tensor x, Pass pass, params ReadOnlySpan<(Linear Layer, int Heads)> projections)
    {
        var results = new Tensor[projections.Length];
        if (!Tape.IsRecording)
        {
            for (int i = 0; i < results.Length; i++)
                results[i] = Split(projections[i].Layer.Forward(x, pass), projections[i].Heads);
            return results;
        }

        var layers = new Linear[projections.Length];
        int heads = 0;
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = projections[i].Layer;
            heads += projections[i].Heads;
        }

        var together = Split(Linear.Together(layers, x, pass), heads);
        for (int i = 0, start = 0; i < results.Length; start += projections[i].Heads, i++)
            results[i] = together.Slice(1, start, projections[i].Heads);
        return results;
    }

    private Tensor Split(Tensor x, int heads) => x.Reshape([x.Shape[0], heads, _headDim]); // [N, H D] -> [N, H, D]

    // [N, H, D] -> [N, C]
    private Tensor Join(Tensor mixed, Pass pass, Tensor residual)
    {
        mixed = mixed.Reshape([mixed.Shape[0], _config.Heads * _headDim]);
        return residual.IsNone ? _output.Forward(mixed, pass) : _output.ForwardResidual(mixed, residual, _residualDropout, pass);
    }
}
