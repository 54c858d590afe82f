using System.Globalization;
using Attune.Kernels;
using Attune.Models;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Inference;

/// <summary>
/// Collects what every layer and head attends to, from the queries and keys that a model names on its way: hand <see cref="See"/> to <see cref="Pass.Observer"/>, of one
/// pass over one sequence without caches; for an encoder-decoder, of the encoder's pass and of the decoder's. Not thread-safe.
/// </summary>
/// <remarks>
/// Holds layers x heads x rows x columns floats. Scores are query key^T / sqrt(D), as all models here have them; drop-out is not shown.
/// </remarks>
public sealed class AttentionMaps
{
    private const string Query = ".query", Key = ".key";

    private readonly Dictionary<string, Tensor> _seen = [];
    private readonly List<AttentionMap> _maps = [];

    /// <summary>What was seen so far: encoder, decoder and cross-attention, each by layer and head.</summary>
    public IReadOnlyList<AttentionMap> Maps => [.. _maps.OrderBy(map => map.Kind).ThenBy(map => map.Layer).ThenBy(map => map.Head)];

    /// <summary>What a language model attends to in a sequence.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ids">Its tokens.</param>
    /// <returns>By layer and head.</returns>
    /// <exception cref="ArgumentException">No token, more than the context, or an id outside of the vocabulary.</exception>
    public static IReadOnlyList<AttentionMap> Of(LanguageModel model, ReadOnlySpan<int> ids)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (ids.IsEmpty)
            throw new ArgumentException("attention maps: expected at least one token, got none");
        using var step = Step.Begin();
        using var pause = Tape.NoGradient();
        var maps = new AttentionMaps();
        model.Hidden(Tensor.I32(ids), new Pass(Segments.OfStep(ids.Length)) { Observer = maps.See });
        return maps.Maps;
    }

    /// <summary>What an encoder-decoder attends to while it reads a source and a target.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">Tokens of the source, with its end.</param>
    /// <param name="target">What the decoder reads: the end of text, then the target.</param>
    /// <returns>Of the encoder, of the decoder, of the decoder to the encoder; each by layer and head.</returns>
    /// <exception cref="ArgumentException">No token, more than the context, or an id outside of the vocabulary.</exception>
    public static IReadOnlyList<AttentionMap> Of(EncoderDecoder model, ReadOnlySpan<int> source, ReadOnlySpan<int> target)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (source.IsEmpty || target.IsEmpty)
            throw new ArgumentException("attention maps: expected at least one token of source and target, got none");
        using var step = Step.Begin();
        using var pause = Tape.NoGradient();
        var maps = new AttentionMaps();
        var rows = new SourceRows(Tensor.I32(source), Segments.OfStep(source.Length));
        model.Hidden(Tensor.I32(target), new Pass(Segments.OfStep(target.Length)) { Source = rows, Observer = maps.See });
        return maps.Maps;
    }

    /// <summary>Takes a value of <see cref="Pass.Observer"/>.</summary>
    /// <param name="name">Its name: <c>path.query</c> and <c>path.key</c> are paired, others passed over.</param>
    /// <param name="value">[N, H, D], or [M, K, D] with H a multiple of K; while its step lasts.</param>
    /// <exception cref="ArgumentException">The same name twice, a path without the number of a layer, or causal attention with other numbers of queries and keys.</exception>
    public void See(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(name);
        bool isQuery = name.EndsWith(Query, StringComparison.Ordinal);
        if (!isQuery && !name.EndsWith(Key, StringComparison.Ordinal))
            return;
        if (!_seen.TryAdd(name, value))
            throw new ArgumentException($"attention maps: expected every attention once, in one pass without caches, got {name} again");
        // Keys of a source may be made before the queries that look at them.
        string path = name[..^(isQuery ? Query : Key).Length];
        if (_seen.TryGetValue(path + Query, out var query) && _seen.TryGetValue(path + Key, out var key))
            Add(path, query, key);
    }

    private void Add(string path, Tensor query, Tensor key)
    {
        string[] parts = path.Split('.');
        var kind = parts.Contains("encoder_attn") ? AttentionKind.Cross : parts.Contains("encoder") ? AttentionKind.Encoder : AttentionKind.Decoder;
        int layer = LayerOf(path, parts);
        var (rows, heads, _) = query.Dims3();
        var (columns, _, _) = key.Dims3();
        if (kind is AttentionKind.Decoder && rows != columns)
            throw new ArgumentException($"attention maps: expected as many keys as queries in {path}, got {columns} and {rows}");
        using var step = Step.Begin();
        var (offsets, keyOffsets) = (Tensor.I32([0, rows]), Tensor.I32([0, columns]));
        for (int head = 0; head < heads; head++)
        {
            var weights = kind is AttentionKind.Decoder // [N, H, D], [M, K, D] -> [N M]
                ? query.AttentionWeights(key, head, offsets, default(Causal), default(NoChange), keyOffsets)
                : query.AttentionWeights(key, head, offsets, default(NoMask), default(NoChange), keyOffsets);
            _maps.Add(new(kind, layer, head, rows, columns, weights.ToArray<float>()));
        }
    }

    private static int LayerOf(string path, string[] parts)
    {
        foreach (string part in parts)
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int layer))
                return layer;
        }

        throw new ArgumentException($"attention maps: expected a path with the number of a layer, got {path}");
    }
}
