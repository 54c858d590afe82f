using System.Runtime.InteropServices;
using Attune.Models;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Inference;

/// <summary>
/// Brings sequences through the model: in one ragged batch the tokens of each that are not in its cache, be it a whole prompt or the last token. Not thread-safe: its
/// arrays are used again in each step.
/// </summary>
internal sealed class DecodeStep(LanguageModel model)
{
    private int[] _ids = [];
    private int[] _lengths = [];
    private int[] _past = [];
    private int[] _last = [];
    private KeyValueCache[] _caches = [];
    private float[] _logits = [];

    /// <summary>Computes the logits of each sequence's next token; no others.</summary>
    /// <param name="sequences">Each with at least one token that is not in its cache; no two share a cache.</param>
    /// <returns>[S, V], until the next call.</returns>
    public ReadOnlySpan<float> Run<T>(List<T> sequences)
        where T : CachedSequence
    {
        int count = sequences.Count;
        if (_lengths.Length != count)
            (_lengths, _past, _last, _caches) = (new int[count], new int[count], new int[count], new KeyValueCache[count]);
        int rows = 0;
        for (int s = 0; s < count; s++)
        {
            (_caches[s], _past[s]) = (sequences[s].Cache, sequences[s].Cache.Length);
            _lengths[s] = sequences[s].Ids.Count - _past[s];
            rows += _lengths[s];
            _last[s] = rows - 1;
        }

        if (_ids.Length < rows)
            _ids = new int[rows];
        for (int s = 0; s < count; s++)
            CollectionsMarshal.AsSpan(sequences[s].Ids)[_past[s]..].CopyTo(_ids.AsSpan(_last[s] + 1 - _lengths[s]));
        if (_logits.Length < count * model.VocabularySize)
            _logits = new float[count * model.VocabularySize];
        var logits = _logits.AsSpan(0, count * model.VocabularySize);
        Compute(rows, logits);
        return logits;
    }

    private void Compute(int rows, Span<float> logits)
    {
        using var step = Step.Begin();
        using var pause = Tape.NoGradient();
        var pass = new Pass(Segments.OfStep(_lengths, _past)) { Caches = _caches };
        var hidden = model.Hidden(Tensor.I32(_ids.AsSpan(0, rows)), pass); // [N] -> [N, C]
        if (rows > _last.Length)
            hidden = hidden.Embedding(Tensor.I32(_last));                  // [N, C] -> [S, C], the last row of each
        model.Logits(hidden).CopyTo(logits);                               // [S, C] -> [S, V]
    }
}
