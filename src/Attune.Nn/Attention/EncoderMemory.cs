using Attune.Tensors;

namespace Attune.Nn;

/// <summary>What an encoder made of a batch of sources: a decoder's cross-attention makes keys and values of it.</summary>
/// <remarks>Thread-safe while nothing is kept; one that keeps keys and values belongs to one decoding.</remarks>
public sealed class EncoderMemory
{
    private readonly (Tensor Key, Tensor Value)?[] _kept;

    /// <summary>A memory for one pass.</summary>
    /// <param name="rows">[M, C].</param>
    /// <param name="segments">Which rows are which source.</param>
    public EncoderMemory(Tensor rows, Segments segments)
        : this(rows, segments, 0)
    {
    }

    private EncoderMemory(Tensor rows, Segments segments, int layers)
    {
        ArgumentNullException.ThrowIfNull(segments);
        (Rows, Segments) = (rows, segments);
        _kept = new (Tensor, Tensor)?[layers];
    }

    /// <summary>[M, C].</summary>
    public Tensor Rows { get; }

    /// <summary>Which rows are which source.</summary>
    public Segments Segments { get; }

    /// <summary>
    /// A memory for many decoding steps: it lives as long as the step around the one it is made in, and so do the keys and values of each layer, which are made once.
    /// </summary>
    /// <param name="rows">[M, C].</param>
    /// <param name="segments">Which rows are which source; not those of one step.</param>
    /// <param name="layers">Layers of the decoder.</param>
    public static EncoderMemory ForDecoding(Tensor rows, Segments segments, int layers) => new(rows.MoveOut(), segments, layers);

    /// <summary>The keys and values of a layer, made at the first call where the memory keeps them.</summary>
    internal (Tensor Key, Tensor Value) KeysAndValues(int layer, Func<Tensor, (Tensor Key, Tensor Value)> make)
    {
        if (layer >= _kept.Length)
            return make(Rows);
        if (_kept[layer] is { } kept)
            return kept;
        var (key, value) = make(Rows);
        _kept[layer] = (key.MoveOut(), value.MoveOut());
        return _kept[layer]!.Value;
    }
}

/// <summary>What an encoder-decoder is to encode.</summary>
/// <param name="Ids">[M], i32.</param>
/// <param name="Segments">Which rows are which source.</param>
/// <param name="FirstRow">Row within the global step of the first one, where a step accumulates several passes; for drop-out.</param>
public sealed record SourceRows(Tensor Ids, Segments Segments, int FirstRow = 0);
