using Attune.Nn;

namespace Attune.Inference;

/// <summary>
/// Follows the B most probable beginnings at a time, in one ragged batch with a cache for each, in one pool, and keeps the B ended texts with the best
/// (sum of log-probabilities) / length^a, the length with the token that ended it, as Hugging Face does. Graves, arXiv:1211.3711; Wu et al., arXiv:1609.08144, section 7.
/// </summary>
/// <remarks>
/// It ends early when no text that still runs can become better than the worst that is kept: sums only fall, so the most a running text can reach is its sum now, divided by
/// the greatest length where a is above 0, by the least otherwise. A beam takes over its parent's cache; where a parent has several children, the others go on from forks of it.
/// </remarks>
internal sealed class BeamSearch
{
    private readonly TextGenerator _generator;
    private readonly GenerationRequest _request;
    private readonly GenerationOptions _options;
    private readonly int _vocabulary;
    private readonly BestList _best = new();
    private readonly bool[] _isPenalized;
    private readonly List<GenerationResult> _ended = [];

    /// <param name="generator">Model and tokenizer.</param>
    /// <param name="request">Checked.</param>
    public BeamSearch(TextGenerator generator, GenerationRequest request)
    {
        (_generator, _request, _options) = (generator, request, request.Options);
        _vocabulary = generator.Model.VocabularySize;
        _isPenalized = new bool[_vocabulary];
    }

    // The last token that a text may have: its number among the generated ones.
    private int GreatestLength => (int)Math.Min(_options.MaxNewTokens, _generator.Model.ContextLength + 1L - _request.Prompt.Count);

    /// <summary>The ended texts, best first.</summary>
    public IReadOnlyList<GenerationResult> Run(CancellationToken cancellation)
    {
        var step = new DecodeStep(_generator.Model);
        List<Beam> running = [new([.. _request.Prompt], _generator.NewCache(_request), [], 0)];
        for (int length = 1; running.Count > 0; length++)
        {
            cancellation.ThrowIfCancellationRequested();
            var extended = Extend(running, step.Run(running), length);
            if (extended.Count == 0 || IsDecided(extended[0].Sum, length))
                break;
            running = Grow(extended);
        }

        return _ended;
    }

    /// <summary>Takes the best next tokens of all beams: those that end a text end it, the others go on, best first, at most B.</summary>
    private List<Extension> Extend(List<Beam> running, ReadOnlySpan<float> logits, int length)
    {
        // Of the best 2 B, B at least do not end with a given token.
        _best.Clear(Math.Max(2, 1 + _options.StopTokens.Count) * _options.Beams);
        var normalizers = new float[running.Count];
        var alternatives = new TokenProbability[running.Count][];
        for (int b = 0; b < running.Count; b++)
        {
            var row = logits.Slice(b * _vocabulary, _vocabulary);
            normalizers[b] = Offer(running[b], row, (long)b * _vocabulary);
            alternatives[b] = LogProbabilities.Top(row, normalizers[b], _options.Alternatives);
        }

        List<Extension> extended = [];
        int rank = 0;
        foreach (var (sum, key) in _best.Sorted())
        {
            var (b, id) = Math.DivRem((int)key, _vocabulary);
            var token = new GeneratedToken(id, "", logits[(int)key] - normalizers[b], alternatives[b], null);
            var extension = new Extension(running[b], token, sum);
            if (FinishOf(extension, length) is not { } finish)
                extended.Add(extension);
            else if (rank < _options.Beams)
                End(extension, finish);
            rank++;
            if (extended.Count == _options.Beams)
                break;
        }

        return extended;
    }

    /// <summary>Offers all tokens that may follow a beam.</summary>
    /// <returns>What is subtracted from its logits.</returns>
    private float Offer(Beam beam, ReadOnlySpan<float> row, long firstKey)
    {
        Sampler.Greatest(row);
        float normalizer = LogProbabilities.Normalizer(row);
        Mark(beam, _options.RepetitionPenalty != 1);
        for (int id = 0; id < row.Length; id++)
        {
            double logProbability = (double)row[id] - normalizer;
            if (_isPenalized[id])
                logProbability *= _options.RepetitionPenalty;
            if (!double.IsNegativeInfinity(logProbability))
                _best.Offer(beam.Sum + logProbability, firstKey + id);
        }

        Mark(beam, false);
        return normalizer;
    }

    private void Mark(Beam beam, bool value)
    {
        foreach (int id in beam.Ids)
            _isPenalized[id] = value;
    }

    private FinishReason? FinishOf(Extension extension, int length) =>
        _options.StopTokens.Contains(extension.Token.Id) ? FinishReason.StopToken
        : _options.StopStrings.Count > 0 && WithTexts(extension, null)[^1].Finish is FinishReason.StopString ? FinishReason.StopString
        : length < GreatestLength ? null
        : length == _options.MaxNewTokens ? FinishReason.Length
        : FinishReason.Context;

    private void End(Extension extension, FinishReason finish)
    {
        var tokens = WithTexts(extension, finish);
        double score = GenerationResult.ScoreOf(extension.Sum, tokens.Count, _options.LengthPenalty);
        int place = _ended.FindIndex(other => other.Score < score);
        _ended.Insert(place < 0 ? _ended.Count : place, GenerationResult.WithScore(tokens, _request.Prompt.Count, score));
        if (_ended.Count > _options.Beams)
            _ended.RemoveAt(_options.Beams);
    }

    /// <summary>The tokens with their texts.</summary>
    private List<GeneratedToken> WithTexts(Extension extension, FinishReason? finish)
    {
        var text = new TextPieces(_generator.Tokenizer, _request.Prompt, _options.StopStrings);
        List<GeneratedToken> tokens = [.. extension.Parent.Tokens, extension.Token];
        for (int i = 0; i < tokens.Count; i++)
            tokens[i] = text.Take(tokens[i], i == tokens.Count - 1 ? finish : null);
        return tokens;
    }

    private bool IsDecided(double bestSum, int length)
    {
        if (_ended.Count < _options.Beams)
            return false;
        int atBest = _options.LengthPenalty > 0 ? GreatestLength : length + 1;
        return GenerationResult.ScoreOf(bestSum, atBest, _options.LengthPenalty) <= _ended[^1].Score;
    }

    private static List<Beam> Grow(List<Extension> extended)
    {
        HashSet<KeyValueCache> taken = [];
        List<Beam> grown = [];
        foreach (var (parent, token, sum) in extended)
        {
            var cache = taken.Add(parent.Cache) ? parent.Cache : parent.Cache.Fork();
            grown.Add(new([.. parent.Ids, token.Id], cache, [.. parent.Tokens, token], sum));
        }

        return grown;
    }

    /// <summary>A beam and one more token.</summary>
    private sealed record Extension(Beam Parent, GeneratedToken Token, double Sum);
}
