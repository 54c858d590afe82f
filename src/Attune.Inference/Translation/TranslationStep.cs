using System.Runtime.InteropServices;
using Attune.Models;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Inference;

/// <summary>
/// Brings the running translations of all sentences of a batch one token further, in one pass, and finds the most probable tokens of each. The logits stay where they were
/// computed. Not thread-safe: its arrays are used again in each step.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="weights">Its weights.</param>
internal sealed class TranslationStep(EncoderDecoder model, PackedWeights weights)
{
    // A product of so few rows lasts as long as its weight takes to be read: a few sentences are done before packing has paid.
    private const int FewRows = 16;

    private readonly List<KeyValueCache> _caches = [];
    private bool _isPacked;
    private int[] _ids = [];
    private int[] _lengths = [];
    private int[] _past = [];
    private int[] _offsets = [];
    private float[] _normalizers = [];
    private float[] _values = [];
    private int[] _tokens = [];

    /// <summary>Tokens that are found for each row.</summary>
    public int Width { get; private set; }

    /// <summary>Rows that the decoder computed in the last step.</summary>
    public int Rows { get; private set; }

    /// <summary>Computes candidates for the next token of every running translation; the rows of a sentence are neighbours.</summary>
    /// <param name="memory">Of all sentences.</param>
    /// <param name="sentences">All of them; those that are done have no rows.</param>
    /// <param name="past">Tokens that all running translations have in their caches.</param>
    /// <param name="width">How many candidates.</param>
    /// <param name="forced">The only candidate, where there is no choice.</param>
    /// <exception cref="GenerationException">Logits are not finite.</exception>
    public void Run(EncoderMemory memory, SentenceSearch[] sentences, int past, int width, int? forced)
    {
        Width = forced is null ? Math.Min(width, model.VocabularySize) : 1;
        int rows = Gather(sentences, past);
        _isPacked |= rows > FewRows;
        Compute(memory, rows, forced);
        foreach (float normalizer in _normalizers.AsSpan(0, rows))
        {
            if (!float.IsFinite(normalizer))
                throw new GenerationException(FormattableString.Invariant($"logits: expected a finite log(sum of exp), found {normalizer}; are the model's parameters finite?"));
        }
    }

    /// <summary>A token and the logarithm of its probability.</summary>
    /// <param name="row">The running translation.</param>
    /// <param name="rank">From 0 to <see cref="Width"/> - 1, most probable first; of equally probable tokens lower ids first.</param>
    public (int Token, double LogProbability) Candidate(int row, int rank)
    {
        int at = (row * Width) + rank;
        return (_tokens[at], (double)_values[at] - _normalizers[row]);
    }

    private int Gather(SentenceSearch[] sentences, int past)
    {
        int rows = 0;
        foreach (var sentence in sentences)
            rows += sentence.Running.Count;
        if (_ids.Length < rows)
            (_ids, _lengths, _past, _normalizers) = (new int[rows], new int[rows], new int[rows], new float[rows]);
        if (_values.Length < rows * Width)
            (_values, _tokens) = (new float[rows * Width], new int[rows * Width]);
        if (_offsets.Length != sentences.Length + 1)
            _offsets = new int[sentences.Length + 1];
        _lengths.AsSpan(0, rows).Fill(1);
        _past.AsSpan(0, rows).Fill(past);
        _caches.Clear();
        for (int s = 0; s < sentences.Length; s++)
        {
            foreach (var (token, _, cache, _) in CollectionsMarshal.AsSpan(sentences[s].Running))
            {
                _ids[_caches.Count] = token;
                _caches.Add(cache);
            }

            _offsets[s + 1] = _caches.Count;
        }

        return rows;
    }

    private void Compute(EncoderMemory memory, int rows, int? forced)
    {
        using var step = Step.Begin();
        using var pause = Tape.NoGradient();
        var pass = new Pass(Segments.OfStep(_lengths.AsSpan(0, rows), _past.AsSpan(0, rows)))
        {
            Caches = _caches,
            Memory = memory,
            MemoryOffsets = Tensor.I32(_offsets),
            PackedWeights = _isPacked ? weights : null,
        };
        Rows = pass.Segments.Rows;
        var hidden = model.Hidden(Tensor.I32(_ids.AsSpan(0, rows)), pass);      // [R] -> [R, C]
        var normalizers = _normalizers.AsSpan(0, rows);
        var values = _values.AsSpan(0, rows * Width);
        var tokens = _tokens.AsSpan(0, rows * Width);
        if (_isPacked && forced is null)
        {
            var best = hidden.LinearTopK(weights.Of(model.OutputWeight), Width); // [R, C] -> [R, Width]
            best.Values.CopyTo(values);
            best.Indices.CopyTo(tokens);
            best.LogSumExp.CopyTo(normalizers);
            return;
        }

        var logits = model.Logits(hidden);                                      // [R, C] -> [R, V]
        logits.LogSumExp(-1).CopyTo(normalizers);
        if (forced is int token)
        {
            logits.Slice(1, token, 1).CopyTo(values);
            tokens.Fill(token);
            return;
        }

        var top = logits.TopK(Width);                                           // [R, V] -> [R, Width]
        top.Values.CopyTo(values);
        top.Indices.CopyTo(tokens);
    }
}
